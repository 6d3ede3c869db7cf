// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.SecurityStructs;

/**
 * How much of a GPU's memory is protected, in KiB.
 *
 * @param protectedKib the protected part
 * @param unprotectedKib the rest
 */
public record NvmlProtectedMemorySize(long protectedKib, long unprotectedKib) {
  static NvmlProtectedMemorySize of(Scratch scratch) {
    return new NvmlProtectedMemorySize(
        scratch.int64(SecurityStructs.ConfComputeMemSizeInfo.PROTECTED_MEM_SIZE_KIB),
        scratch.int64(SecurityStructs.ConfComputeMemSizeInfo.UNPROTECTED_MEM_SIZE_KIB));
  }
}
