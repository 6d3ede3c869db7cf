// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.LoadStructs;
import java.util.OptionalLong;

/**
 * The memory of a GPU in bytes. In the newer form of the call, used, free and reserved add up to
 * the total.
 *
 * @param total all that is installed, or that the MIG instance has
 * @param free what processes can still allocate
 * @param used what processes hold; includes the reserved part if {@code reserved} is empty
 * @param reserved what driver and firmware hold; empty for drivers before 510
 */
public record NvmlMemory(long total, long free, long used, OptionalLong reserved) {
  private static final int RESERVED = LoadStructs.MemoryV2.RESERVED;

  /** {@return whether {@code used} is the memory of processes alone} */
  public boolean usedExcludesReserved() {
    return reserved.isPresent();
  }

  static NvmlMemory ofVersion1(Scratch scratch) {
    return new NvmlMemory(
        scratch.int64(LoadStructs.Memory.TOTAL),
        scratch.int64(LoadStructs.Memory.FREE),
        scratch.int64(LoadStructs.Memory.USED),
        OptionalLong.empty());
  }

  static NvmlMemory of(Scratch scratch) {
    return new NvmlMemory(
        scratch.int64(LoadStructs.MemoryV2.TOTAL),
        scratch.int64(LoadStructs.MemoryV2.FREE),
        scratch.int64(LoadStructs.MemoryV2.USED),
        OptionalLong.of(scratch.int64(RESERVED)));
  }
}
