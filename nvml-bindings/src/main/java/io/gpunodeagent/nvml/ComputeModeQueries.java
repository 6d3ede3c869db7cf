package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.NvmlFunctions;

/** How many processes may compute. */
public sealed interface ComputeModeQueries permits NvmlDevice, MigDevice {
  /**
   * How many processes may hold a compute context. {@code nvmlDeviceGetComputeMode}, since driver
   * 450 or older.
   */
  default NvmlResult<NvmlComputeMode> computeMode() {
    return on(this)
        .read(
            "nvmlDeviceGetComputeMode",
            NvmlFunctions::nvmlDeviceGetComputeMode,
            scratch -> new NvmlComputeMode(scratch.int32(0)));
  }

  /**
   * Sets it, as root. A GPU in MIG mode takes it on its MIG devices. It does not outlive the
   * driver. {@code nvmlDeviceSetComputeMode}, since driver 450 or older.
   */
  default NvmlReturn setComputeMode(NvmlComputeMode mode) {
    return on(this).act(device -> NvmlFunctions.nvmlDeviceSetComputeMode(device, mode.value()));
  }
}
