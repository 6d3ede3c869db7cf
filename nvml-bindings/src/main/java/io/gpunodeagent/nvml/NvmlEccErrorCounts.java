package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.EccStructs;

/** Errors at the four locations old GPUs knew ({@code nvmlEccErrorCounts_t}). */
public record NvmlEccErrorCounts(long l1Cache, long l2Cache, long deviceMemory, long registerFile) {
  static NvmlEccErrorCounts of(Scratch scratch) {
    return new NvmlEccErrorCounts(
        scratch.int64(EccStructs.EccErrorCounts.L1_CACHE),
        scratch.int64(EccStructs.EccErrorCounts.L2_CACHE),
        scratch.int64(EccStructs.EccErrorCounts.DEVICE_MEMORY),
        scratch.int64(EccStructs.EccErrorCounts.REGISTER_FILE));
  }
}
