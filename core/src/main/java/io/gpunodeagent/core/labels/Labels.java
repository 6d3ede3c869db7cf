// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.labels.machine.NodeFacts;
import io.gpunodeagent.core.labels.syntax.Keys;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.signal.TextSignal;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.usage.Usage;
import java.util.Set;

/** What a node would be labelled with. */
public final class Labels {

  /** Keys whose values are of the moment they were made at: another value is no fault. */
  public static final Set<String> OF_THE_MOMENT =
      Set.of(GfdLabels.TIMESTAMP, HintLabels.IDLE, HintLabels.FREE);

  /** What the labels of GPU Feature Discovery begin with. */
  public static final String NVIDIA = GfdLabels.PREFIX;

  private Labels() {}

  /**
   * The same where nothing is known of who holds the GPUs.
   *
   * @param node what NVML says; while it says nothing, everything is unknown
   * @param facts of the machine
   * @param config which labels are made
   */
  public static LabelSet of(NodeSnapshot node, NodeFacts facts, LabelsConfig config) {
    return of(node, Usage.none(), facts, config);
  }

  /**
   * The labels and annotations of the node, before ownership and damping.
   *
   * @param node what NVML says; while it says nothing, everything is unknown
   * @param usage what was seen of the GPUs' holders up to it, for hints
   * @param facts of the machine
   * @param config which labels are made
   */
  public static LabelSet of(NodeSnapshot node, Usage usage, NodeFacts facts, LabelsConfig config) {
    var out = new LabelCollector();
    switch (node.driver()) {
      case DriverState.Ready ready -> {
        GfdLabels.write(node, ready, facts, config, out);
        OwnLabels.write(node, ready, usage, config, out);
      }
      case DriverState.Unavailable away -> {
        out.unknown(GfdLabels.PREFIX + "*", Keys.PREFIX + "*", "accelerator", "gpu-topology");
        out.problem("NVML", "not available, " + away.detail(), away.remedy());
      }
    }
    return out.toSet();
  }

  /** What has to be sampled for the labels, hints included. */
  public static Set<Signal<?>> signals() {
    return Set.of(
        DeviceSignal.GPU_UTILIZATION,
        DeviceSignal.MEMORY_USED,
        DeviceSignal.MEMORY_FREE,
        DeviceSignal.MEMORY_TOTAL,
        DeviceSignal.COMPUTE_CAPABILITY,
        DeviceSignal.MIG_MODE,
        DeviceSignal.VIRTUALIZATION_MODE,
        DeviceSignal.FABRIC_STATE,
        DeviceSignal.FABRIC_STATUS,
        DeviceSignal.FABRIC_CLIQUE_ID,
        TextSignal.FABRIC_CLUSTER_UUID);
  }
}
