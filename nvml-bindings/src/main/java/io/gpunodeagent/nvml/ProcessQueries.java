package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.NvmlFunctions;
import io.gpunodeagent.nvml.jna.ProcessStructs;
import java.util.List;

/**
 * The processes on a GPU or a MIG device, in no order. Process ids are those of the namespace the
 * driver runs in, the host's.
 */
public sealed interface ProcessQueries permits NvmlDevice, MigDevice {
  /**
   * The processes with a compute context. {@code nvmlDeviceGetComputeRunningProcesses_v3}, {@code
   * nvmlDeviceGetComputeRunningProcesses_v2}, {@code nvmlDeviceGetComputeRunningProcesses}, since
   * driver 510.
   */
  default NvmlResult<List<NvmlProcess>> computeRunningProcesses() {
    return ProcessList.read(on(this), ProcessList.COMPUTE);
  }

  /**
   * The processes with a graphics context. One with both kinds is in both lists. {@code
   * nvmlDeviceGetGraphicsRunningProcesses_v3}, {@code nvmlDeviceGetGraphicsRunningProcesses_v2},
   * {@code nvmlDeviceGetGraphicsRunningProcesses}, since driver 510.
   */
  default NvmlResult<List<NvmlProcess>> graphicsRunningProcesses() {
    return ProcessList.read(on(this), ProcessList.GRAPHICS);
  }

  /**
   * The clients of an MPS server. {@code nvmlDeviceGetMPSComputeRunningProcesses_v3}, {@code
   * nvmlDeviceGetMPSComputeRunningProcesses_v2}, {@code nvmlDeviceGetMPSComputeRunningProcesses},
   * since driver 510.
   */
  default NvmlResult<List<NvmlProcess>> mpsComputeRunningProcesses() {
    return ProcessList.read(on(this), ProcessList.MPSCOMPUTE);
  }

  /**
   * The processes of one kind, with the memory confidential computing protects. Hopper and newer.
   * {@code nvmlDeviceGetRunningProcessDetailList}, since driver 535.
   */
  default NvmlResult<List<NvmlProcessDetail>> runningProcessDetailList(NvmlProcessMode mode) {
    return NvmlList.readVersioned(
        on(this),
        "nvmlDeviceGetRunningProcessDetailList",
        NvmlFunctions::nvmlDeviceGetRunningProcessDetailList,
        NvmlProcessDetail.LIST,
        request -> request.putInt(ProcessStructs.ProcessDetailListV1.MODE, mode.value()),
        NvmlProcessDetail::of);
  }
}
