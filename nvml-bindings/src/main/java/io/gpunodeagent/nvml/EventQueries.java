package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.NvmlFunctions;

/** Which events a GPU can tell, see {@link Nvml#eventSet}. */
public sealed interface EventQueries permits NvmlDevice {
  /**
   * A mask of {@link NvmlEventType}s. {@code nvmlDeviceGetSupportedEventTypes}, since driver 450 or
   * older.
   */
  default NvmlResult<Long> supportedEventTypes() {
    return on(this)
        .read(
            "nvmlDeviceGetSupportedEventTypes",
            NvmlFunctions::nvmlDeviceGetSupportedEventTypes,
            Decoder::int64);
  }
}
