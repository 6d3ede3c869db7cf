// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** Whether ECC could correct an error ({@code nvmlMemoryErrorType_t}). */
public enum NvmlMemoryErrorType {
  /** ECC corrected the error. */
  CORRECTED(0),

  /** ECC found the error but could not correct it. */
  UNCORRECTED(1);

  private final int value;

  NvmlMemoryErrorType(int value) {
    this.value = value;
  }

  /** {@return the number that NVML uses} */
  public int value() {
    return value;
  }
}
