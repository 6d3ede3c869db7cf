// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.NvmlFunctions;
import io.gpunodeagent.nvml.jna.ProcessStructs;
import java.util.List;

/**
 * The processes on a GPU or a MIG device, in no order. Process ids belong to the namespace in which
 * the driver runs, the host's.
 */
public sealed interface ProcessQueries permits NvmlDevice, MigDevice {
  /**
   * {@return the processes with a compute context} {@code nvmlDeviceGetComputeRunningProcesses_v3},
   * {@code nvmlDeviceGetComputeRunningProcesses_v2}, {@code nvmlDeviceGetComputeRunningProcesses},
   * since driver 510.
   */
  default NvmlResult<List<NvmlProcess>> computeRunningProcesses() {
    return ProcessList.read(on(this), ProcessList.COMPUTE);
  }

  /**
   * {@return the processes with a graphics context} A process with both kinds of context is in both
   * lists. {@code nvmlDeviceGetGraphicsRunningProcesses_v3}, {@code
   * nvmlDeviceGetGraphicsRunningProcesses_v2}, {@code nvmlDeviceGetGraphicsRunningProcesses}, since
   * driver 510.
   */
  default NvmlResult<List<NvmlProcess>> graphicsRunningProcesses() {
    return ProcessList.read(on(this), ProcessList.GRAPHICS);
  }

  /**
   * {@return the clients of an MPS server} {@code nvmlDeviceGetMPSComputeRunningProcesses_v3},
   * {@code nvmlDeviceGetMPSComputeRunningProcesses_v2}, {@code
   * nvmlDeviceGetMPSComputeRunningProcesses}, since driver 510.
   */
  default NvmlResult<List<NvmlProcess>> mpsComputeRunningProcesses() {
    return ProcessList.read(on(this), ProcessList.MPSCOMPUTE);
  }

  /**
   * {@return the processes of one kind, with the memory that confidential computing protects}
   * Hopper and newer. {@code nvmlDeviceGetRunningProcessDetailList}, since driver 535.
   *
   * @param mode which processes to list
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
