package io.gpunodeagent.nvml;

/** The memory an ECC error was found in ({@code nvmlMemoryLocation_t}). */
public enum NvmlMemoryLocation {
  L1_CACHE(0),
  L2_CACHE(1),
  DRAM(2),
  REGISTER_FILE(3),
  TEXTURE_MEMORY(4),
  TEXTURE_SHM(5),
  CBU(6),
  SRAM(7);

  private final int value;

  NvmlMemoryLocation(int value) {
    this.value = value;
  }

  /** The number NVML uses. */
  public int value() {
    return value;
  }
}
