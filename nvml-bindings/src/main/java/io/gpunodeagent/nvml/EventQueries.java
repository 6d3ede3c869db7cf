// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.NvmlFunctions;

/** Which events a GPU can report, see {@link Nvml#eventSet}. */
public sealed interface EventQueries permits NvmlDevice {
  /**
   * {@return the types of event that this GPU can report, as a mask of {@link NvmlEventType}}
   * {@code nvmlDeviceGetSupportedEventTypes}, since driver 450 or older.
   */
  default NvmlResult<Long> supportedEventTypes() {
    return on(this)
        .read(
            "nvmlDeviceGetSupportedEventTypes",
            NvmlFunctions::nvmlDeviceGetSupportedEventTypes,
            Decoder::int64);
  }
}
