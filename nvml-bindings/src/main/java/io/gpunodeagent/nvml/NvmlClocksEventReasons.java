package io.gpunodeagent.nvml;

/**
 * Why clocks are lower than they could be. Several reasons hold at once; a hardware slow-down comes
 * with its cause.
 *
 * @param mask one bit a reason, those of newer drivers too
 */
public record NvmlClocksEventReasons(long mask) {
  public static final long GPU_IDLE = 0x1;
  public static final long APPLICATIONS_CLOCKS_SETTING = 0x2;
  public static final long SW_POWER_CAP = 0x4;
  public static final long HW_SLOWDOWN = 0x8;
  public static final long SYNC_BOOST = 0x10;
  public static final long SW_THERMAL_SLOWDOWN = 0x20;
  public static final long HW_THERMAL_SLOWDOWN = 0x40;
  public static final long HW_POWER_BRAKE_SLOWDOWN = 0x80;
  public static final long DISPLAY_CLOCK_SETTING = 0x100;

  /** Since driver 615, as is the next one; seen on idle boards too. */
  public static final long BOARD_LIMIT = 0x200;

  public static final long RELIABILITY = 0x400;

  static NvmlClocksEventReasons of(Scratch scratch) {
    return new NvmlClocksEventReasons(scratch.int64(0));
  }

  /** Whether one of the given reasons holds. */
  public boolean has(long reasons) {
    return (mask & reasons) != 0;
  }
}
