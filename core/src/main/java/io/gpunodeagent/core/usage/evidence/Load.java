// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage.evidence;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.usage.evidence.Evidence.Source;
import io.gpunodeagent.core.usage.evidence.Evidence.Verdict;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the readings of one device say of its use, source by source. */
public final class Load {

  /** Sources that cannot be stuck at zero together with those of load. */
  private static final Set<Source> CORROBORATING = EnumSet.of(Source.ENERGY, Source.NO_PROCESS);

  private static final double KIB_PER_MIB = 1024;
  private static final double KB_PER_MIB = 1048.576;

  private final Readings readings;
  private final ActivityThresholds thresholds;
  private final EnumMap<Source, Verdict> verdicts = new EnumMap<>(Source.class);

  private Load(Readings readings, ActivityThresholds thresholds) {
    this.readings = readings;
    this.thresholds = thresholds;
  }

  /** Of a GPU without MIG, and the processes on it. */
  public static EnumMap<Source, Verdict> ofGpu(
      Readings readings, Reading<List<GpuProcess>> processes, ActivityThresholds thresholds) {
    var load = new Load(readings, thresholds);
    load.gpm();
    load.take(
        Source.DEVICE_UTILIZATION,
        readings.get(DeviceSignal.GPU_UTILIZATION),
        thresholds.smPercent());
    load.take(
        Source.DEVICE_UTILIZATION,
        readings.get(DeviceSignal.MEMORY_UTILIZATION),
        thresholds.memoryBandwidthPercent());
    load.take(
        Source.CODEC, readings.get(DeviceSignal.ENCODER_UTILIZATION), thresholds.codecPercent());
    load.take(
        Source.CODEC, readings.get(DeviceSignal.DECODER_UTILIZATION), thresholds.codecPercent());
    for (var link : UsageSignals.NVLINK) {
      load.take(Source.TRAFFIC, readings.get(link), thresholds.trafficMibPerSecond() * KIB_PER_MIB);
    }
    load.pcie();
    load.processes(processes);
    return load.verdicts;
  }

  /**
   * Of a GPU instance: NVML tells no utilization of it, and power and links are the whole GPU's.
   */
  public static EnumMap<Source, Verdict> ofInstance(
      Readings readings, ActivityThresholds thresholds) {
    var load = new Load(readings, thresholds);
    load.gpm();
    return load.verdicts;
  }

  /** Whether GPM was read and is at zero in all it tells of load, as when it is stuck. */
  public static boolean gpmAtZero(Readings readings) {
    boolean zero = false;
    for (var signal : UsageSignals.GPM_LOAD) {
      switch (readings.get(signal)) {
        case Reading.Value<Double>(var percent) when percent == 0 -> zero = true;
        case Reading.Unsupported<Double>() -> {}
        case Reading.Value<Double> _, Reading.Failed<Double> _ -> {
          return false;
        }
      }
    }
    return zero && !isAboveZero(readings.get(UsageSignals.GPM_MEMORY));
  }

  /** Whether GPM tells of any load. */
  public static boolean gpmAboveZero(Readings readings) {
    return UsageSignals.GPM_LOAD.stream().anyMatch(signal -> isAboveZero(readings.get(signal)))
        || isAboveZero(readings.get(UsageSignals.GPM_MEMORY));
  }

  private static boolean isAboveZero(Reading<Double> reading) {
    return reading instanceof Reading.Value<Double>(var percent) && percent > 0;
  }

  private void gpm() {
    take(Source.GPM, UsageSignals.GPM_LOAD, thresholds.smPercent());
    take(Source.GPM, readings.get(UsageSignals.GPM_MEMORY), thresholds.memoryBandwidthPercent());
    take(Source.TRAFFIC, UsageSignals.GPM_TRAFFIC, thresholds.trafficMibPerSecond());
    take(Source.CODEC, UsageSignals.GPM_CODEC, thresholds.codecPercent());
  }

  private void take(Source source, Collection<GpmSignal> signals, double floor) {
    for (var signal : signals) {
      take(source, readings.get(signal), floor);
    }
  }

  /** Read only now and then, and refused by some hosts: proves use, and its absence nothing. */
  private void pcie() {
    for (var signal : List.of(DeviceSignal.PCIE_TX_THROUGHPUT, DeviceSignal.PCIE_RX_THROUGHPUT)) {
      if (readings.get(signal) instanceof Reading.Value<Long>(var kilobytes)
          && kilobytes > thresholds.trafficMibPerSecond() * KB_PER_MIB) {
        verdicts.put(Source.TRAFFIC, Verdict.ACTIVE);
      }
    }
  }

  private void processes(Reading<List<GpuProcess>> list) {
    if (list instanceof Reading.Value<List<GpuProcess>>(var processes)) {
      processes.forEach(
          process ->
              take(Source.PROCESS_UTILIZATION, process.smUtilization(), thresholds.smPercent()));
    } else if (list instanceof Reading.Failed<List<GpuProcess>>) {
      verdicts.put(Source.PROCESS_UTILIZATION, Verdict.UNKNOWN);
    }
  }

  /** Use outweighs a failed reading, and that outweighs rest. */
  private void take(Source source, Reading<? extends Number> reading, double floor) {
    switch (reading) {
      case Reading.Value<? extends Number>(var value) ->
          verdicts.merge(
              source,
              value.doubleValue() > floor ? Verdict.ACTIVE : Verdict.INACTIVE,
              Load::stronger);
      case Reading.Unsupported<? extends Number>() -> {}
      case Reading.Failed<? extends Number>(var _, var _) ->
          verdicts.merge(source, Verdict.UNKNOWN, Load::stronger);
    }
  }

  private static Verdict stronger(Verdict one, Verdict other) {
    if (one == Verdict.ACTIVE || other == Verdict.ACTIVE) {
      return Verdict.ACTIVE;
    }
    return one == Verdict.UNKNOWN ? one : other;
  }

  /** What the sources of load say together; power and the process list are none. */
  public static Verdict load(Map<Source, Verdict> verdicts) {
    var load = new EnumMap<Source, Verdict>(Source.class);
    load.putAll(verdicts);
    load.keySet().removeAll(CORROBORATING);
    return judge(load);
  }

  /**
   * All sources together. Load that reads zero may be stuck there, so it is rest only where
   * something else agrees: power, or that there is no process.
   *
   * @param corroborated whether the sources of load are known to count, whatever those say
   */
  public static Verdict all(Map<Source, Verdict> verdicts, boolean corroborated) {
    var verdict = judge(verdicts);
    boolean agreed =
        corroborated
            || CORROBORATING.stream().anyMatch(source -> verdicts.get(source) == Verdict.INACTIVE);
    return verdict == Verdict.INACTIVE && !agreed ? Verdict.UNKNOWN : verdict;
  }

  /** Whether there is a source that tells load. */
  public static boolean known(Map<Source, Verdict> verdicts) {
    return verdicts.containsKey(Source.GPM) || verdicts.containsKey(Source.DEVICE_UTILIZATION);
  }

  private static Verdict judge(Map<Source, Verdict> verdicts) {
    if (verdicts.containsValue(Verdict.ACTIVE)) {
      return Verdict.ACTIVE;
    }
    return known(verdicts) && !verdicts.containsValue(Verdict.UNKNOWN)
        ? Verdict.INACTIVE
        : Verdict.UNKNOWN;
  }
}
