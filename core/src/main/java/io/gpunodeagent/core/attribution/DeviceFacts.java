// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigInstance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * What a sample says of one device.
 *
 * @param gpu the GPU it is or lies on
 * @param figures of the whole device
 * @param processes listed on it
 */
record DeviceFacts(Device device, GpuSample gpu, DeviceTotals figures, List<GpuProcess> processes) {

  /** {@code NVML_COMPUTEMODE_EXCLUSIVE_PROCESS}. */
  private static final Reading<Long> EXCLUSIVE_PROCESS = Reading.of(3L);

  /** The GPU and its instances; each process is with one of them. */
  static List<DeviceFacts> of(GpuSample gpu) {
    var uuid = gpu.identity().uuid();
    var whole = new ArrayList<GpuProcess>();
    var byInstance = new HashMap<Integer, List<GpuProcess>>();
    gpu.migInstances().forEach(mig -> byInstance.put(mig.gpuInstanceId(), new ArrayList<>(2)));
    for (var process : gpu.processes().toOptional().orElse(List.of())) {
      int instance = process.gpuInstanceId().orElse(-1);
      byInstance.getOrDefault(instance, whole).add(process);
    }
    var facts = new ArrayList<DeviceFacts>(1 + byInstance.size());
    facts.add(new DeviceFacts(new Device.Gpu(uuid), gpu, wholeFigures(gpu), whole));
    for (var mig : gpu.migInstances()) {
      var device = new Device.GpuInstance(uuid, mig.gpuInstanceId());
      facts.add(
          new DeviceFacts(
              device,
              gpu,
              figures(gpu, mig),
              byInstance.getOrDefault(mig.gpuInstanceId(), List.of())));
    }
    return facts;
  }

  /** Whether the GPU admits one process only, as the Multi-Process Service sets it. */
  boolean exclusiveProcess() {
    return gpu.readings().get(DeviceSignal.COMPUTE_MODE).equals(EXCLUSIVE_PROCESS);
  }

  /** Whether whoever uses the device would have a process here and not on an instance of it. */
  boolean showsItsUse() {
    return !(device instanceof Device.Gpu && gpu.migEnabled());
  }

  /** A GPU under MIG has nothing of its own: memory and load are its instances'. */
  private static DeviceTotals wholeFigures(GpuSample gpu) {
    if (!gpu.fresh()) {
      return DeviceTotals.absent(Attributed.Absence.STALE);
    }
    return gpu.migEnabled()
        ? DeviceTotals.absent(Attributed.Absence.NOT_SUPPORTED)
        : DeviceTotals.of(gpu.readings());
  }

  private static DeviceTotals figures(GpuSample gpu, MigInstance instance) {
    return gpu.fresh()
        ? DeviceTotals.of(instance.readings())
        : DeviceTotals.absent(Attributed.Absence.STALE);
  }
}
