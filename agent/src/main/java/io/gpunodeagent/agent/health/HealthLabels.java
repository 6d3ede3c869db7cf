package io.gpunodeagent.agent.health;

import java.util.SortedMap;
import java.util.TreeMap;

/** What schedulers need to know of the health of a node, as labels. */
public final class HealthLabels {

  private static final String PREFIX = "gpu-node-agent.io/gpu.";

  private HealthLabels() {}

  /**
   * The worst state of any GPU and the number of GPUs in each state. There are no labels before the
   * first judgement and on nodes without GPUs: absent is not healthy.
   */
  public static SortedMap<String, String> of(Health health) {
    var labels = new TreeMap<String, String>();
    if (health.condition().isPresent()) {
      labels.put(PREFIX + "health", health.worst().label());
      for (var state : GpuState.values()) {
        labels.put(PREFIX + state.label(), Long.toString(health.count(state)));
      }
    }
    return labels;
  }
}
