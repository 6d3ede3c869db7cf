package io.gpunodeagent.nvml;

/** Why a page of GPU memory was retired ({@code nvmlPageRetirementCause_t}). */
public enum NvmlPageRetirementCause {
  MULTIPLE_SINGLE_BIT_ECC_ERRORS(0),
  DOUBLE_BIT_ECC_ERROR(1);

  private final int value;

  NvmlPageRetirementCause(int value) {
    this.value = value;
  }

  /** The number NVML uses. */
  public int value() {
    return value;
  }
}
