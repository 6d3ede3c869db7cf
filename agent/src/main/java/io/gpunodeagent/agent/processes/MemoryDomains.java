// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.snapshot.GpuSample;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Draws from a sample what the invariants of process lists compare. */
final class MemoryDomains {

  /** {@code NVML_GPM_METRIC_SM_UTIL}. */
  private static final GpmSignal SM_UTILIZATION = new GpmSignal(2);

  private MemoryDomains() {}

  /** The GPU, or each of its instances: memory and processes of a GPU under MIG are theirs. */
  static List<MemoryDomain> of(GpuSample gpu, List<GpuProcess> processes) {
    if (!gpu.migEnabled()) {
      return List.of(domain(gpu.readings(), processes));
    }
    var domains = new ArrayList<MemoryDomain>(gpu.migInstances().size());
    for (var instance : gpu.migInstances()) {
      var own =
          processes.stream()
              .filter(process -> process.gpuInstanceId().orElse(-1) == instance.gpuInstanceId())
              .toList();
      domains.add(domain(instance.readings(), own));
    }
    return domains;
  }

  private static MemoryDomain domain(Readings readings, List<GpuProcess> processes) {
    boolean reservedKnown =
        readings.get(DeviceSignal.MEMORY_RESERVED) instanceof Reading.Value<Long>;
    return new MemoryDomain(
        used(readings), reservedKnown, busy(readings), processes.size(), sum(processes));
  }

  private static OptionalLong used(Readings readings) {
    return readings.get(DeviceSignal.MEMORY_USED) instanceof Reading.Value<Long>(var bytes)
        ? OptionalLong.of(bytes)
        : OptionalLong.empty();
  }

  private static OptionalDouble busy(Readings readings) {
    if (readings.get(DeviceSignal.GPU_UTILIZATION) instanceof Reading.Value<Long>(var percent)) {
      return OptionalDouble.of(percent);
    }
    return readings.get(SM_UTILIZATION) instanceof Reading.Value<Double>(var percent)
        ? OptionalDouble.of(percent)
        : OptionalDouble.empty();
  }

  private static OptionalLong sum(List<GpuProcess> processes) {
    long sum = 0;
    for (var process : processes) {
      if (process.usedBytes().isEmpty()) {
        return OptionalLong.empty();
      }
      sum += process.usedBytes().getAsLong();
    }
    return OptionalLong.of(sum);
  }
}
