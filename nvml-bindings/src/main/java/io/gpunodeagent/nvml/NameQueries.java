// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.NvmlFunctions;

/** Identity that both a GPU and a MIG device report. */
public sealed interface NameQueries permits NvmlDevice, MigDevice {
  /**
   * {@return the product name, such as {@code NVIDIA H100 80GB HBM3} or {@code Tesla T4}; whether
   * it starts with NVIDIA depends on the driver} {@code nvmlDeviceGetName}, since driver 450 or
   * older.
   */
  default NvmlResult<String> name() {
    return on(this).text("nvmlDeviceGetName", NvmlFunctions::nvmlDeviceGetName, 96);
  }

  /**
   * {@return the UUID: {@code GPU-…}, which stays with the board, or {@code MIG-…}} {@code
   * nvmlDeviceGetUUID}, since driver 450 or older.
   */
  default NvmlResult<String> uuid() {
    return on(this).text("nvmlDeviceGetUUID", NvmlFunctions::nvmlDeviceGetUUID, 96);
  }
}
