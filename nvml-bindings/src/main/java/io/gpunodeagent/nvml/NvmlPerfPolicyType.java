package io.gpunodeagent.nvml;

/** A policy that may hold the clocks down ({@code nvmlPerfPolicyType_t}). */
public enum NvmlPerfPolicyType {
  POWER(0),
  THERMAL(1),
  SYNC_BOOST(2),
  BOARD_LIMIT(3),
  LOW_UTILIZATION(4),
  RELIABILITY(5),
  TOTAL_APP_CLOCKS(10),
  TOTAL_BASE_CLOCKS(11);

  private final int value;

  NvmlPerfPolicyType(int value) {
    this.value = value;
  }

  /** The number NVML uses. */
  public int value() {
    return value;
  }
}
