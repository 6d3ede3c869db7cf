// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import io.gpunodeagent.agent.sampling.ComputeModes;
import io.gpunodeagent.agent.shaper.KnobControl;
import io.gpunodeagent.core.shaping.Actual;
import io.gpunodeagent.core.signal.Reading;
import java.util.Map;

/** The compute mode, through NVML, in the words of the configuration. */
final class ComputeModeControl implements KnobControl {

  /** {@code nvmlComputeMode_t}. */
  private static final Map<Long, String> NAMES =
      Map.of(
          0L, "default",
          1L, "exclusiveThread",
          2L, "prohibited",
          3L, "exclusiveProcess");

  private static final int NO_PERMISSION = 4;

  private final ComputeModes modes;

  ComputeModeControl(ComputeModes modes) {
    this.modes = modes;
  }

  @Override
  public Actual read(String gpuUuid) {
    return actual(modes.read(gpuUuid));
  }

  @Override
  public Actual set(String gpuUuid, String value) {
    for (var each : NAMES.entrySet()) {
      if (each.getValue().equals(value)) {
        return actual(modes.set(gpuUuid, each.getKey()));
      }
    }
    return new Actual.Unknown(value + " is no compute mode");
  }

  private static Actual actual(Reading<Long> reading) {
    return switch (reading) {
      case Reading.Value<Long>(var mode) ->
          NAMES.containsKey(mode)
              ? new Actual.Known(NAMES.get(mode))
              : new Actual.Unknown("compute mode " + mode + " is not known here");
      case Reading.Unsupported<Long>() ->
          new Actual.Unsupported("NVML says that this GPU has no such setting");
      case Reading.Failed<Long>(var _, var code) when code == NO_PERMISSION ->
          new Actual.Unknown("NVML lacks the rights, see docs/enforcement.md");
      case Reading.Failed<Long>(var function, var code) ->
          new Actual.Unknown(function + " answered " + code);
    };
  }
}
