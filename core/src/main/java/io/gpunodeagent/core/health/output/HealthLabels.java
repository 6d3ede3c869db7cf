// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health.output;

import io.gpunodeagent.core.health.GpuHealth;
import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.health.cause.Cause;
import io.gpunodeagent.core.health.cause.FaultCause;
import io.gpunodeagent.core.health.cause.GpuState;
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

  /** Made with the labels of the topology as well, which do not know which links were up before. */
  private static final String NVLINK_DEGRADED = "gpu-node-agent.io/nvlink.degraded";

  private HealthLabels() {}

  /** The worst state of any GPU, as labels of a Node have it; empty where they do not. */
  public static Optional<GpuState> worst(Map<String, String> nodeLabels) {
    return Stream.of(GpuState.values())
        .filter(state -> state.label().equals(nodeLabels.get(WORST)))
        .findFirst();
  }

  /**
   * The worst state of any GPU and the number of GPUs in each state. There are no labels before the
   * first judgement and on nodes without GPUs: absent is not healthy. While a GPU lacks NVLinks,
   * {@code nvlink.degraded} says so as well.
   */
  public static SortedMap<String, String> of(Health health) {
    var labels = new TreeMap<String, String>();
    if (health.condition().isPresent()) {
      labels.put(WORST, health.worst().label());
      for (var state : GpuState.values()) {
        labels.put(PREFIX + state.label(), Long.toString(health.count(state)));
      }
      if (health.gpus().values().stream().anyMatch(HealthLabels::missesLinks)) {
        labels.put(NVLINK_DEGRADED, "true");
      }
    }
    return labels;
  }

  private static boolean missesLinks(GpuHealth gpu) {
    return gpu.raised().stream()
        .anyMatch(
            finding ->
                finding.cause() instanceof Cause.NvLinkDown
                    || finding.cause().equals(FaultCause.NVLINKS_MISSING.cause()));
  }
}
