// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.NvmlFunctions;

/** How many processes may use a GPU or a MIG device for compute. */
public sealed interface ComputeModeQueries permits NvmlDevice, MigDevice {
  /**
   * {@return how many processes may hold a compute context} {@code nvmlDeviceGetComputeMode}, since
   * driver 450 or older.
   */
  default NvmlResult<NvmlComputeMode> computeMode() {
    return on(this)
        .read(
            "nvmlDeviceGetComputeMode",
            NvmlFunctions::nvmlDeviceGetComputeMode,
            scratch -> new NvmlComputeMode(scratch.int32(0)));
  }

  /**
   * Sets how many processes may hold a compute context. Needs root. For a GPU in MIG mode, set it
   * on the MIG devices. The setting is lost when the driver is unloaded. {@code
   * nvmlDeviceSetComputeMode}, since driver 450 or older.
   *
   * @param mode the new mode
   * @return {@link NvmlReturn#SUCCESS}, or why the mode was not set
   */
  default NvmlReturn setComputeMode(NvmlComputeMode mode) {
    return on(this).act(device -> NvmlFunctions.nvmlDeviceSetComputeMode(device, mode.value()));
  }
}
