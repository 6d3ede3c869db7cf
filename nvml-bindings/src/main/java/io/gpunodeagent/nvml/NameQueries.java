package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.NvmlFunctions;

/** What a GPU and a MIG device both say about who they are. */
public sealed interface NameQueries permits NvmlDevice, MigDevice {
  /**
   * The product name, such as {@code NVIDIA H100 80GB HBM3} or {@code Tesla T4}; whether it starts
   * with NVIDIA depends on the driver. {@code nvmlDeviceGetName}, since driver 450 or older.
   */
  default NvmlResult<String> name() {
    return on(this).text("nvmlDeviceGetName", NvmlFunctions::nvmlDeviceGetName, 96);
  }

  /**
   * The id that stays with the board, {@code GPU-…} or {@code MIG-…}. {@code nvmlDeviceGetUUID},
   * since driver 450 or older.
   */
  default NvmlResult<String> uuid() {
    return on(this).text("nvmlDeviceGetUUID", NvmlFunctions::nvmlDeviceGetUUID, 96);
  }
}
