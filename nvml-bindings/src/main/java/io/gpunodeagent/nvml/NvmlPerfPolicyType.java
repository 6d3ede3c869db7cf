// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** A policy that may limit the clocks ({@code nvmlPerfPolicyType_t}). */
public enum NvmlPerfPolicyType {
  /** Power limits. */
  POWER(0),

  /** Temperature limits. */
  THERMAL(1),

  /** A slower GPU in the same sync boost group. */
  SYNC_BOOST(2),

  /** Limits of the board. */
  BOARD_LIMIT(3),

  /** Too little work. */
  LOW_UTILIZATION(4),

  /** Reliability of the board. */
  RELIABILITY(5),

  /** The time below the clocks for applications, for whatever reason. */
  TOTAL_APP_CLOCKS(10),

  /** The time below the base clocks, for whatever reason. */
  TOTAL_BASE_CLOCKS(11);

  private final int value;

  NvmlPerfPolicyType(int value) {
    this.value = value;
  }

  /** {@return the number that NVML uses} */
  public int value() {
    return value;
  }
}
