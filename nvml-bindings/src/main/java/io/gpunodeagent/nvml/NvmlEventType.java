package io.gpunodeagent.nvml;

/** Bits of event types. A mask may hold several; an event has one. */
public final class NvmlEventType {
  public static final long SINGLE_BIT_ECC_ERROR = 0x1;
  public static final long DOUBLE_BIT_ECC_ERROR = 0x2;
  public static final long PERFORMANCE_STATE = 0x4;
  public static final long XID_CRITICAL_ERROR = 0x8;
  public static final long CLOCK = 0x10;
  public static final long POWER_SOURCE_CHANGE = 0x80;
  public static final long MIG_CONFIG_CHANGE = 0x100;
  public static final long SINGLE_BIT_ECC_ERROR_STORM = 0x200;
  public static final long DRAM_RETIREMENT_EVENT = 0x400;
  public static final long DRAM_RETIREMENT_FAILURE = 0x800;
  public static final long NON_FATAL_POISON_ERROR = 0x1000;
  public static final long FATAL_POISON_ERROR = 0x2000;
  public static final long GPU_UNAVAILABLE_ERROR = 0x4000;
  public static final long GPU_RECOVERY_ACTION = 0x8000;

  /** Every type there is, those of newer drivers too. */
  public static final long ALL = -1;

  private NvmlEventType() {}
}
