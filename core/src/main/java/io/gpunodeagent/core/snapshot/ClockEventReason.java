// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.snapshot;

/** Why clocks are held down: bits of {@code nvmlDeviceGetCurrentClocksEventReasons}. */
public enum ClockEventReason {
  GPU_IDLE(0x1, "gpu_idle"),
  CLOCKS_SETTING(0x2, "clocks_setting"),
  POWER_CAP(0x4, "power_cap"),
  HW_SLOWDOWN(0x8, "hw_slowdown"),
  SYNC_BOOST(0x10, "sync_boost"),
  SW_THERMAL(0x20, "sw_thermal"),
  HW_THERMAL(0x40, "hw_thermal"),
  HW_POWER_BRAKE(0x80, "hw_power_brake"),
  DISPLAY_CLOCKS(0x100, "display_clocks"),
  /** Seen on idle boards as well: no sign that something is wrong. */
  BOARD_LIMIT(0x200, "board_limit"),
  /** Seen on idle boards as well: no sign that something is wrong. */
  RELIABILITY(0x400, "reliability");

  private final long bit;
  private final String label;

  ClockEventReason(long bit, String label) {
    this.bit = bit;
    this.label = label;
  }

  /** Whether the reason is set in {@code mask}. */
  public boolean in(long mask) {
    return (mask & bit) != 0;
  }

  /** The reason's name in the {@code clock_event} label. */
  public String label() {
    return label;
  }
}
