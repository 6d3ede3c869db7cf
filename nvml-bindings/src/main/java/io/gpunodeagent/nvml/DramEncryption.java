// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.NvmlFunctions;
import io.gpunodeagent.nvml.jna.SecurityStructs.DramEncryptionInfoV1;

/** Reads whether memory is encrypted, which needs two versioned structs. */
final class DramEncryption {
  private static final int PENDING = DramEncryptionInfoV1.SIZEOF;

  private DramEncryption() {}

  static NvmlResult<NvmlMode> read(NvmlHandle device) {
    return device.readPrepared(
        "nvmlDeviceGetDramEncryptionMode",
        (handle, out) -> NvmlFunctions.nvmlDeviceGetDramEncryptionMode(handle, out, out + PENDING),
        2 * DramEncryptionInfoV1.SIZEOF,
        request -> {
          request.putInt(0, DramEncryptionInfoV1.VERSION_1);
          request.putInt(PENDING, DramEncryptionInfoV1.VERSION_1);
        },
        scratch ->
            new NvmlMode(
                scratch.flag(DramEncryptionInfoV1.ENCRYPTION_STATE),
                scratch.flag(PENDING + DramEncryptionInfoV1.ENCRYPTION_STATE)));
  }
}
