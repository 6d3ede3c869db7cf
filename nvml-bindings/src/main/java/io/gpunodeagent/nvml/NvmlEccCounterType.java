// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** The time over which ECC errors are counted ({@code nvmlEccCounterType_t}). */
public enum NvmlEccCounterType {
  /** Since the driver was loaded. */
  VOLATILE_ECC(0),

  /** Over the life of the board, kept in its InfoROM. */
  AGGREGATE_ECC(1);

  private final int value;

  NvmlEccCounterType(int value) {
    this.value = value;
  }

  /** {@return the number that NVML uses} */
  public int value() {
    return value;
  }
}
