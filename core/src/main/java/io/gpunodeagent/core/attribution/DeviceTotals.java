// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import io.gpunodeagent.core.attribution.Attributed.Absence;
import io.gpunodeagent.core.attribution.Attributed.Source;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.snapshot.GpuProcess;
import java.util.List;

/**
 * The figures of a device as a whole.
 *
 * @param smPercent its SMs' use, % 0–100
 * @param memoryBytes its memory in use without the reserved part
 */
record DeviceTotals(Attributed<Double> smPercent, Attributed<Long> memoryBytes) {

  /** {@code NVML_GPM_METRIC_SM_UTIL}. */
  static final GpmSignal SM_UTILIZATION = new GpmSignal(2);

  private static final double ALL_SMS = 100;

  /** No figures, for one reason. */
  static DeviceTotals absent(Absence reason) {
    return new DeviceTotals(Attributed.absent(reason), Attributed.absent(reason));
  }

  /** What was read of a device. */
  static DeviceTotals of(Readings readings) {
    var utilization = readings.get(DeviceSignal.GPU_UTILIZATION).map(Long::doubleValue);
    var smPercent =
        utilization instanceof Reading.Value<Double>
            ? attributed(utilization, Source.EXCLUSIVE)
            : attributed(either(readings.get(SM_UTILIZATION), utilization), Source.GPM);
    return new DeviceTotals(
        smPercent, attributed(readings.get(DeviceSignal.MEMORY_USED), Source.EXCLUSIVE));
  }

  /** What the driver tells of {@code processes} together; never more than all SMs. */
  static DeviceTotals of(List<GpuProcess> processes) {
    if (processes.isEmpty()) {
      return absent(Absence.NO_PROCESS);
    }
    long bytes = 0;
    boolean sized = true;
    Reading<Double> percent = Reading.of(0.0);
    for (var process : processes) {
      sized &= process.usedBytes().isPresent();
      bytes += process.usedBytes().orElse(0);
      percent =
          percent.flatMap(
              sum -> process.smUtilization().map(more -> Math.min(ALL_SMS, sum + more)));
    }
    return new DeviceTotals(
        attributed(percent, Source.PROCESS),
        sized ? Attributed.of(bytes, Source.PROCESS) : Attributed.absent(Absence.SIZE_UNKNOWN));
  }

  /**
   * The same memory; the driver is known to report SM use wrongly under the Multi-Process Service.
   */
  DeviceTotals underMps() {
    return new DeviceTotals(
        smPercent instanceof Attributed.Value<Double> ? Attributed.absent(Absence.MPS) : smPercent,
        memoryBytes);
  }

  /** The same, with each absent figure taken from {@code others} where it is present there. */
  DeviceTotals or(DeviceTotals others) {
    return new DeviceTotals(
        firstKnown(smPercent, others.smPercent), firstKnown(memoryBytes, others.memoryBytes));
  }

  private static <T> Attributed<T> firstKnown(Attributed<T> first, Attributed<T> second) {
    return first instanceof Attributed.Absent<T> && second instanceof Attributed.Value<T>
        ? second
        : first;
  }

  /** What is left of the device's figures when {@code others} are taken off; at least zero. */
  DeviceTotals less(List<DeviceTotals> others) {
    double percent = 0;
    long bytes = 0;
    for (var other : others) {
      percent += other.smPercent instanceof Attributed.Value<Double>(var held, var _) ? held : 0;
      bytes += other.memoryBytes instanceof Attributed.Value<Long>(var held, var _) ? held : 0;
    }
    return new DeviceTotals(
        smPercent instanceof Attributed.Value<Double>(var whole, var _)
            ? Attributed.of(Math.max(0, whole - percent), Source.PROCESS)
            : smPercent,
        memoryBytes instanceof Attributed.Value<Long>(var whole, var _)
            ? Attributed.of(Math.max(0, whole - bytes), Source.PROCESS)
            : memoryBytes);
  }

  /** The first when it was ever asked for, else the second. */
  private static Reading<Double> either(Reading<Double> first, Reading<Double> second) {
    return first instanceof Reading.Unsupported<Double> ? second : first;
  }

  private static <T> Attributed<T> attributed(Reading<T> reading, Source source) {
    return switch (reading) {
      case Reading.Value<T>(var value) -> Attributed.of(value, source);
      case Reading.Unsupported<T>() -> Attributed.absent(Absence.NOT_SUPPORTED);
      case Reading.Failed<T>(var _, var _) -> Attributed.absent(Absence.READ_FAILED);
    };
  }
}
