// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.core.labels.plugin.Sharing;
import io.gpunodeagent.core.policy.ShapingClaim;
import io.gpunodeagent.core.shaping.Demand;
import io.gpunodeagent.core.shaping.Demands;
import io.gpunodeagent.core.shaping.Knob;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.state.NodeState;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** What the configuration demands of the GPUs of a node. */
public final class DeviceDemands {

  private DeviceDemands() {}

  /** The demands on each GPU that is there; none while NVML does not answer. */
  public static SequencedMap<Knob, Demand> of(NodeState state, Outcome.Valid valid) {
    if (!(state.node().driver() instanceof DriverState.Ready)) {
      return new LinkedHashMap<>();
    }
    var config = valid.config();
    var claims =
        ShapingClaim.all(config.policies(), state.attributed(), state.pods(), state.usage());
    return Demands.of(state.attributed(), claims, plugin(valid));
  }

  /** How the device plugin shares; empty when it is configured where it cannot be read here. */
  private static Optional<Sharing> plugin(Outcome.Valid valid) {
    var values = valid.values();
    boolean elsewhere =
        values.says("labels.pluginConfigMap") || values.lacksFile("labels.pluginConfig");
    return elsewhere ? Optional.empty() : Optional.of(valid.config().labels().plugin().sharing());
  }
}
