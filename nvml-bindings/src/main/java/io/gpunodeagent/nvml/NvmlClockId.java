package io.gpunodeagent.nvml;

/** Which value of a clock domain is asked for ({@code nvmlClockId_t}). */
public enum NvmlClockId {
  CURRENT(0),
  APP_CLOCK_TARGET(1),
  APP_CLOCK_DEFAULT(2),
  CUSTOMER_BOOST_MAX(3);

  private final int value;

  NvmlClockId(int value) {
    this.value = value;
  }

  /** The number NVML uses. */
  public int value() {
    return value;
  }
}
