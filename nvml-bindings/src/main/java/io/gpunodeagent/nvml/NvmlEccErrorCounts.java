// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.EccStructs;

/**
 * The number of errors in the four locations that old GPUs count ({@code nvmlEccErrorCounts_t}).
 *
 * @param l1Cache errors in the L1 caches
 * @param l2Cache errors in the L2 cache
 * @param deviceMemory errors in the device memory
 * @param registerFile errors in the register files
 */
public record NvmlEccErrorCounts(long l1Cache, long l2Cache, long deviceMemory, long registerFile) {
  static NvmlEccErrorCounts of(Scratch scratch) {
    return new NvmlEccErrorCounts(
        scratch.int64(EccStructs.EccErrorCounts.L1_CACHE),
        scratch.int64(EccStructs.EccErrorCounts.L2_CACHE),
        scratch.int64(EccStructs.EccErrorCounts.DEVICE_MEMORY),
        scratch.int64(EccStructs.EccErrorCounts.REGISTER_FILE));
  }
}
