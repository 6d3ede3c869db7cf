// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * Why clocks are lower than they could be. Several reasons can apply at once; a hardware slowdown
 * comes with its cause.
 *
 * @param mask one bit for each reason, including those of newer drivers
 */
public record NvmlClocksEventReasons(long mask) {
  /** Nothing runs, so the clocks drop. */
  public static final long GPU_IDLE = 0x1;

  /** The clocks that are set for applications. */
  public static final long APPLICATIONS_CLOCKS_SETTING = 0x2;

  /** Software keeps the power below the limit that is set. */
  public static final long SW_POWER_CAP = 0x4;

  /** Hardware divides the core clock by two or more, because of temperature or power. */
  public static final long HW_SLOWDOWN = 0x8;

  /** Another GPU of the same sync boost group runs slower. */
  public static final long SYNC_BOOST = 0x10;

  /** Software keeps the temperatures of GPU and memory below their operating limits. */
  public static final long SW_THERMAL_SLOWDOWN = 0x20;

  /** Hardware divides the core clock by two or more, because the temperature is too high. */
  public static final long HW_THERMAL_SLOWDOWN = 0x40;

  /**
   * Hardware divides the core clock by two or more on a signal from outside, such as from the power
   * supply.
   */
  public static final long HW_POWER_BRAKE_SLOWDOWN = 0x80;

  /** The clock that the display needs. */
  public static final long DISPLAY_CLOCK_SETTING = 0x100;

  /** The policy for the limits of the board; from driver 615 on. Idle boards report it too. */
  public static final long BOARD_LIMIT = 0x200;

  /** The policy for reliability; from driver 615 on. */
  public static final long RELIABILITY = 0x400;

  static NvmlClocksEventReasons of(Scratch scratch) {
    return new NvmlClocksEventReasons(scratch.int64(0));
  }

  /**
   * {@return whether one of the given reasons applies}
   *
   * @param reasons a mask of one or more reasons
   */
  public boolean has(long reasons) {
    return (mask & reasons) != 0;
  }
}
