// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.shaper;

import io.gpunodeagent.core.policy.rule.TimeSliceRule.TimeSlice;
import io.gpunodeagent.core.shaping.Actual;
import io.gpunodeagent.core.shaping.SmiAnswer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * The driver's time slice, through {@code nvidia-smi compute-policy}: NVML has no function for it.
 * Confined to one thread.
 */
public final class TimeSlices implements KnobControl {

  private static final Pattern UUID =
      Pattern.compile("GPU-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final SmiTool tool;
  private final Duration timeout;
  private final Map<String, Process> stuck = new HashMap<>();

  /** Runs {@code tool}, each time for {@code timeout} at most. */
  public TimeSlices(SmiTool tool, Duration timeout) {
    this.tool = tool;
    this.timeout = timeout;
  }

  @Override
  public Actual read(String gpuUuid) {
    return run(gpuUuid, List.of("compute-policy", "-i", gpuUuid, "-l"), SmiAnswer::timeSlice);
  }

  @Override
  public Actual set(String gpuUuid, String value) {
    var number = number(value);
    if (number.isEmpty()) {
      return new Actual.Unknown(value + " is no time slice");
    }
    return run(
        gpuUuid,
        List.of("compute-policy", "-i", gpuUuid, "--set-timeslice", number.get()),
        (code, output) -> code == 0 ? new Actual.Known(value) : SmiAnswer.refused(code, output));
  }

  private static Optional<String> number(String value) {
    return Arrays.stream(TimeSlice.values())
        .filter(each -> each.label().equals(value))
        .map(TimeSlices::number)
        .findFirst();
  }

  private static String number(TimeSlice slice) {
    return switch (slice) {
      case DEFAULT -> "0";
      case SHORT -> "1";
      case MEDIUM -> "2";
      case LONG -> "3";
    };
  }

  private Actual run(
      String gpuUuid, List<String> arguments, BiFunction<Integer, String, Actual> answer) {
    if (!UUID.matcher(gpuUuid).matches()) {
      return new Actual.Unknown(gpuUuid + " is no UUID of a GPU");
    }
    var objection = tool.objection();
    if (objection.isPresent()) {
      return new Actual.Unknown(objection.get());
    }
    var before = stuck.get(gpuUuid);
    if (before != null && before.isAlive()) {
      return new Actual.Unknown("an earlier nvidia-smi hangs in the driver: " + before.pid());
    }
    stuck.remove(gpuUuid);
    try {
      return switch (SmiRun.of(tool, arguments, timeout)) {
        case SmiRun.Ended(var code, var output) -> answer.apply(code, output);
        case SmiRun.Broken(var reason) -> new Actual.Unknown(reason);
        case SmiRun.Stuck(var process) -> {
          stuck.put(gpuUuid, process);
          yield new Actual.Unknown("nvidia-smi hangs in the driver: " + process.pid());
        }
      };
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return new Actual.Unknown("nvidia-smi was cut off");
    }
  }
}
