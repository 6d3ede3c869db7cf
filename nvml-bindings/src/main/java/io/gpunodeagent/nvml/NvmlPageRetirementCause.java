// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** Why a page of GPU memory was retired ({@code nvmlPageRetirementCause_t}). */
public enum NvmlPageRetirementCause {
  /** Several errors of one bit at the same place. */
  MULTIPLE_SINGLE_BIT_ECC_ERRORS(0),

  /** An error of two bits, which ECC cannot correct. */
  DOUBLE_BIT_ECC_ERROR(1);

  private final int value;

  NvmlPageRetirementCause(int value) {
    this.value = value;
  }

  /** {@return the number that NVML uses} */
  public int value() {
    return value;
  }
}
