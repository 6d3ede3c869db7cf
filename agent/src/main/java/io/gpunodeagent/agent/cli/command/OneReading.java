// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.agent.metrics.catalogue.Catalogue;
import io.gpunodeagent.agent.run.Preview;
import io.gpunodeagent.agent.sampling.Sampler;
import io.gpunodeagent.agent.sampling.SamplingConfig;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.attribution.Attribution;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.signal.TextSignal;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.state.NodeState;
import java.util.HashSet;
import java.util.List;

/** Reads the node once, for the commands that show it. */
public final class OneReading {

  private OneReading() {}

  /**
   * Everything there is to read of the node.
   *
   * @throws FaultException when NVML is not available
   */
  public static NodeSnapshot take(SamplingConfig config) {
    return take(config, everything());
  }

  /**
   * What {@code plan} asks of the node.
   *
   * @throws FaultException when NVML is not available
   */
  public static NodeSnapshot take(SamplingConfig config, SamplingPlan plan) {
    try (var sampler = new Sampler(config, plan, SamplerClock.system())) {
      var node = sampler.sampleOnce();
      return switch (node.driver()) {
        case DriverState.Ready ready -> node;
        case DriverState.Unavailable away -> throw FaultException.unavailable(away);
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
      case DriverState.Unavailable away -> throw FaultException.unavailable(away);
    };
  }

  /** Everything there is to read, and what attribution needs. */
  static SamplingPlan attributed() {
    return everything().and(Attribution.PLAN);
  }

  /** Every signal a metric is made of, and all that NVML has a function of its own for. */
  static SamplingPlan everything() {
    var signals = new HashSet<Signal<?>>(Catalogue.plan(Catalogue.metrics().toList()).signals());
    signals.addAll(List.of(DeviceSignal.values()));
    signals.addAll(List.of(TextSignal.values()));
    return new SamplingPlan(signals, true);
  }
}
