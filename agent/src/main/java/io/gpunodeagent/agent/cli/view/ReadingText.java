// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.view;

import io.gpunodeagent.agent.cli.overview.Gib;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.UnreadableGpu;
import java.util.Locale;
import java.util.Optional;

/** Readings as people read them; {@code -} where there is none. */
public final class ReadingText {

  public static final String ABSENT = "-";

  private ReadingText() {}

  /** The value and its unit. */
  static String value(Readings readings, DeviceSignal signal, String unit) {
    return number(readings, signal).map(value -> value + unit).orElse(ABSENT);
  }

  /** Used and total frame buffer, GiB. */
  static String memory(Readings readings) {
    return ofLimit(
        number(readings, DeviceSignal.MEMORY_USED).map(ReadingText::gib),
        number(readings, DeviceSignal.MEMORY_TOTAL).map(ReadingText::gib),
        " GiB");
  }

  /** Power and its limit, W. */
  static String power(Readings readings) {
    return ofLimit(
        number(readings, DeviceSignal.POWER_USAGE).map(ReadingText::watts),
        number(readings, DeviceSignal.POWER_LIMIT_ENFORCED).map(ReadingText::watts),
        " W");
  }

  /** A figure and what it is at most: each is shown where it is known, whether the other is. */
  static String ofLimit(Optional<String> figure, Optional<String> limit, String unit) {
    if (figure.isEmpty() && limit.isEmpty()) {
      return ABSENT;
    }
    return figure.orElse(ABSENT) + limit.map(most -> " / " + most).orElse("") + unit;
  }

  /** Whether the GPU's readings may be believed. */
  public static String condition(GpuCondition condition) {
    return switch (condition) {
      case GpuCondition.Fresh() -> "ok";
      case GpuCondition.Unread(var function, var _) ->
          "not read yet" + (function.isEmpty() ? "" : ", in " + function);
      case GpuCondition.Hung(var function, var _) -> "hangs in " + function;
      case GpuCondition.Lost(var _, var code, var _) -> "lost, code " + code;
    };
  }

  /** Why nothing is known of the GPU. */
  public static String condition(UnreadableGpu gpu) {
    return gpu.condition() instanceof GpuCondition.Lost(var function, var code, var _)
        ? function + " answered " + code
        : condition(gpu.condition());
  }

  /** The readings that may be believed. */
  static Readings believed(GpuSample gpu) {
    return gpu.fresh() ? gpu.readings() : Readings.none();
  }

  /** Driver, library and CUDA version, and whether all of it is played. */
  static String heading(NodeSnapshot node, String name) {
    var count =
        node.driver() instanceof DriverState.Ready ready ? "  GPUs " + ready.deviceCount() : "";
    return name + "  " + versions(node) + count + (node.simulated() ? "  (simulated)" : "");
  }

  /** Driver, library and CUDA version, or why NVML does not answer. */
  public static String versions(NodeSnapshot node) {
    return switch (node.driver()) {
      case DriverState.Ready ready ->
          "driver %s  NVML %s  CUDA %s"
              .formatted(
                  ready.driverVersion().toOptional().orElse(ABSENT),
                  ready.nvmlVersion().toOptional().orElse(ABSENT),
                  ready.cudaDriverVersion().map(ReadingText::cuda).toOptional().orElse(ABSENT));
      case DriverState.Unavailable away -> "NVML is not available: " + away.detail();
    };
  }

  /** A product name without the maker's. */
  public static String model(String name) {
    return name.startsWith("NVIDIA ") ? name.substring("NVIDIA ".length()) : name;
  }

  /** A number of bytes in GiB. */
  static String gib(long bytes) {
    return String.format(Locale.ROOT, "%.1f", Gib.of(bytes));
  }

  /** NVML's number of a CUDA version as people write it. */
  public static String cuda(long version) {
    return version / 1000 + "." + version % 1000 / 10;
  }

  private static String watts(long milliwatts) {
    return String.valueOf(Math.round(milliwatts / 1000.0));
  }

  private static Optional<Long> number(Readings readings, DeviceSignal signal) {
    return readings.get(signal).toOptional();
  }
}
