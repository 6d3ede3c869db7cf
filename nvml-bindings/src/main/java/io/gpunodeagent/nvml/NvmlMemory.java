package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.LoadStructs;
import java.util.OptionalLong;

/**
 * The memory of a GPU in bytes. The three parts of the newer form add up to the total: what is
 * used, free, and reserved by driver and firmware.
 *
 * @param total all that is installed
 * @param used held by processes; includes the reserved part if {@code reserved} is empty, excludes
 *     it otherwise
 * @param reserved held by driver and firmware; empty for drivers before 510
 */
public record NvmlMemory(long total, long free, long used, OptionalLong reserved) {
  private static final int RESERVED = LoadStructs.MemoryV2.RESERVED;

  /** Whether {@code used} is processes alone. */
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
