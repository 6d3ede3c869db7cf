package io.gpunodeagent.agent.app;

import io.gpunodeagent.agent.config.AgentConfig;
import io.gpunodeagent.agent.policy.ShapingClaim;
import io.gpunodeagent.agent.shaping.Demand;
import io.gpunodeagent.agent.shaping.Demands;
import io.gpunodeagent.agent.shaping.Knob;
import io.gpunodeagent.agent.snapshot.DriverState;
import io.gpunodeagent.agent.state.NodeState;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** What the configuration demands of the GPUs of a node. */
public final class DeviceDemands {

  private DeviceDemands() {}

  /** The demands on each GPU that is there; none while NVML does not answer. */
  public static SequencedMap<Knob, Demand> of(NodeState state, AgentConfig config) {
    if (!(state.node().driver() instanceof DriverState.Ready)) {
      return new LinkedHashMap<>();
    }
    var claims =
        ShapingClaim.all(config.policies(), state.attributed(), state.pods(), state.usage());
    return Demands.of(state.attributed(), claims, config.labels().plugin().sharing());
  }
}
