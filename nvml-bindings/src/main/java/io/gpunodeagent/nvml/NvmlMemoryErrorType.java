package io.gpunodeagent.nvml;

/** Whether ECC could correct an error ({@code nvmlMemoryErrorType_t}). */
public enum NvmlMemoryErrorType {
  CORRECTED(0),
  UNCORRECTED(1);

  private final int value;

  NvmlMemoryErrorType(int value) {
    this.value = value;
  }

  /** The number NVML uses. */
  public int value() {
    return value;
  }
}
