// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.view;

import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.run.DeviceDemands;
import io.gpunodeagent.core.shaping.Demand;
import io.gpunodeagent.core.shaping.Field;
import io.gpunodeagent.core.shaping.Knob;
import io.gpunodeagent.core.state.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells what {@code enforce-device} would be asked for on each GPU, and why not. */
final class DeviceExplanation {

  private DeviceExplanation() {}

  /** A line for each setting that a rule speaks of; none when no rule speaks of any. */
  static List<String> write(Outcome.Valid valid, NodeState state) {
    var lines = new ArrayList<String>();
    if (valid.config().policies().shapeDevices()) {
      DeviceDemands.of(state, valid)
          .forEach((knob, demand) -> text(demand).ifPresent(t -> lines.add(name(state, knob) + t)));
    }
    return lines;
  }

  private static String name(NodeState state, Knob knob) {
    var gpu =
        state.node().gpus().stream()
            .filter(each -> each.identity().uuid().equals(knob.gpuUuid()))
            .findFirst()
            .map(each -> "GPU " + each.identity().index())
            .orElse(knob.gpuUuid());
    var field =
        switch (knob.field()) {
          case Field.TIME_SLICE -> "time slice";
          case Field.COMPUTE_MODE -> "compute mode";
        };
    return gpu + ": " + field + ": ";
  }

  private static Optional<String> text(Demand demand) {
    return switch (demand) {
      case Demand.None() -> Optional.empty();
      case Demand.Undecided(var reason) -> Optional.of("left as it is: " + reason);
      case Demand.Wanted(var rule, var value, var conflict) ->
          Optional.of(value + " by " + rule + conflict.map(", though "::concat).orElse(""));
      case Demand.Refused(var rule, var value, var refusal) ->
          Optional.of(value + " by " + rule + ", refused: " + refusal.text());
    };
  }
}
