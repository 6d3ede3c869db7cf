package io.gpunodeagent.nvml;

/**
 * Volatile counters restart with the driver, aggregate ones are kept in the InfoROM ({@code
 * nvmlEccCounterType_t}).
 */
public enum NvmlEccCounterType {
  VOLATILE_ECC(0),
  AGGREGATE_ECC(1);

  private final int value;

  NvmlEccCounterType(int value) {
    this.value = value;
  }

  /** The number NVML uses. */
  public int value() {
    return value;
  }
}
