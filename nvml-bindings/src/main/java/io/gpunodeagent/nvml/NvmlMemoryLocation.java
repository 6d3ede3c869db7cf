// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** The memory that had an ECC error ({@code nvmlMemoryLocation_t}). */
public enum NvmlMemoryLocation {
  /** L1 caches. */
  L1_CACHE(0),

  /** L2 cache. */
  L2_CACHE(1),

  /** Device memory. */
  DRAM(2),

  /** Register files. */
  REGISTER_FILE(3),

  /** Texture memory. */
  TEXTURE_MEMORY(4),

  /** Shared memory. */
  TEXTURE_SHM(5),

  /** Convergence barrier units (CBU). */
  CBU(6),

  /** All on-chip memory together. Turing and newer. */
  SRAM(7);

  private final int value;

  NvmlMemoryLocation(int value) {
    this.value = value;
  }

  /** {@return the number that NVML uses} */
  public int value() {
    return value;
  }
}
