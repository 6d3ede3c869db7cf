// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** Which of the clocks of a domain is read ({@code nvmlClockId_t}). */
public enum NvmlClockId {
  /** The clock now. */
  CURRENT(0),

  /** The clock that is set for applications; deprecated in the header. */
  APP_CLOCK_TARGET(1),

  /** The clock for applications when none is set; deprecated in the header. */
  APP_CLOCK_DEFAULT(2),

  /** The highest clock that the board's maker allows. */
  CUSTOMER_BOOST_MAX(3);

  private final int value;

  NvmlClockId(int value) {
    this.value = value;
  }

  /** {@return the number that NVML uses} */
  public int value() {
    return value;
  }
}
