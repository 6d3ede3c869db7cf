package io.gpunodeagent.agent.cli;

import io.gpunodeagent.agent.app.Preview;
import io.gpunodeagent.agent.attribution.Attribution;
import io.gpunodeagent.agent.metrics.catalogue.Catalogue;
import io.gpunodeagent.agent.sampling.Sampler;
import io.gpunodeagent.agent.sampling.SamplerClock;
import io.gpunodeagent.agent.sampling.SamplingConfig;
import io.gpunodeagent.agent.snapshot.DeviceSignal;
import io.gpunodeagent.agent.snapshot.DriverState;
import io.gpunodeagent.agent.snapshot.NodeSnapshot;
import io.gpunodeagent.agent.snapshot.SamplingPlan;
import io.gpunodeagent.agent.snapshot.Signal;
import io.gpunodeagent.agent.snapshot.TextSignal;
import io.gpunodeagent.agent.state.NodeState;
import java.util.HashSet;
import java.util.List;

/** Reads the node once, for the commands that show it. */
final class OneReading {

  private OneReading() {}

  /**
   * Everything there is to read of the node.
   *
   * @throws FaultException when NVML is not available
   */
  static NodeSnapshot take(SamplingConfig config) {
    return take(config, everything());
  }

  /**
   * What {@code plan} asks of the node.
   *
   * @throws FaultException when NVML is not available
   */
  static NodeSnapshot take(SamplingConfig config, SamplingPlan plan) {
    try (var sampler = new Sampler(config, plan, SamplerClock.system())) {
      var node = sampler.sampleOnce();
      return switch (node.driver()) {
        case DriverState.Ready ready -> node;
        case DriverState.Unavailable away -> throw unavailable(away);
      };
    }
  }

  /**
   * Everything there is to read of the node, with who holds and uses it.
   *
   * @throws FaultException when NVML is not available
   */
  static NodeState attributed(Preview preview) {
    var state = preview.read(attributed());
    return switch (state.node().driver()) {
      case DriverState.Ready ready -> state;
      case DriverState.Unavailable away -> throw unavailable(away);
    };
  }

  /** Everything there is to read, and what attribution needs. */
  static SamplingPlan attributed() {
    return everything().and(Attribution.PLAN);
  }

  /** What is wrong in one line, with the way out. */
  static FaultException unavailable(DriverState.Unavailable away) {
    return new FaultException("NVML is not available: " + away.detail() + ": " + away.remedy());
  }

  /** Every signal a metric is made of, and all that NVML has a function of its own for. */
  static SamplingPlan everything() {
    var metrics =
        Catalogue.sections().stream().flatMap(section -> section.metrics().stream()).toList();
    var signals = new HashSet<Signal<?>>(Catalogue.plan(metrics).signals());
    signals.addAll(List.of(DeviceSignal.values()));
    signals.addAll(List.of(TextSignal.values()));
    return new SamplingPlan(signals, true);
  }
}
