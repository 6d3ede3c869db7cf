package io.gpunodeagent.agent.health;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What schedulers need to know of the health of a node, as labels. */
public final class HealthLabels {

  /** What their keys begin with, and no others. */
  public static final String PREFIX = "gpu-node-agent.io/gpu.";

  /** The keys of them all, as the beginning of keys and {@code *}. */
  static final String ALL = PREFIX + "*";

  private static final String WORST = PREFIX + "health";

  private HealthLabels() {}

  /** The worst state of any GPU, as labels of a Node have it; empty where they do not. */
  public static Optional<GpuState> worst(Map<String, String> nodeLabels) {
    return Stream.of(GpuState.values())
        .filter(state -> state.label().equals(nodeLabels.get(WORST)))
        .findFirst();
  }

  /**
   * The worst state of any GPU and the number of GPUs in each state. There are no labels before the
   * first judgement and on nodes without GPUs: absent is not healthy.
   */
  public static SortedMap<String, String> of(Health health) {
    var labels = new TreeMap<String, String>();
    if (health.condition().isPresent()) {
      labels.put(WORST, health.worst().label());
      for (var state : GpuState.values()) {
        labels.put(PREFIX + state.label(), Long.toString(health.count(state)));
      }
    }
    return labels;
  }
}
