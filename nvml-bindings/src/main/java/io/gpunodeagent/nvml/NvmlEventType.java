// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** Types of events, one bit each. A mask may hold several; an event has one. */
public final class NvmlEventType {
  /** ECC corrected an error of one bit. */
  public static final long SINGLE_BIT_ECC_ERROR = 0x1;

  /** ECC found an error of two bits, which it cannot correct. */
  public static final long DOUBLE_BIT_ECC_ERROR = 0x2;

  /** The performance state changed, because of load, power or temperature. */
  public static final long PERFORMANCE_STATE = 0x4;

  /** The driver reported an Xid, which is the data of the event. */
  public static final long XID_CRITICAL_ERROR = 0x8;

  /** A clock changed. Kepler only. */
  public static final long CLOCK = 0x10;

  /** The power source changed, see {@link NvmlPowerSource}. */
  public static final long POWER_SOURCE_CHANGE = 0x80;

  /** MIG instances were created or destroyed, or MIG was switched on or off. */
  public static final long MIG_CONFIG_CHANGE = 0x100;

  /** Many errors of one bit in a short time. */
  public static final long SINGLE_BIT_ECC_ERROR_STORM = 0x200;

  /** A part of the device memory was retired. */
  public static final long DRAM_RETIREMENT_EVENT = 0x400;

  /** A part of the device memory could not be retired. */
  public static final long DRAM_RETIREMENT_FAILURE = 0x800;

  /** The hardware marked data as corrupt (poisoned); the error is not fatal. */
  public static final long NON_FATAL_POISON_ERROR = 0x1000;

  /** The hardware marked data as corrupt (poisoned); the error is fatal. */
  public static final long FATAL_POISON_ERROR = 0x2000;

  /** The GPU cannot be used. */
  public static final long GPU_UNAVAILABLE_ERROR = 0x4000;

  /** What the GPU needs to recover changed, see {@link NvmlRecoveryAction}. */
  public static final long GPU_RECOVERY_ACTION = 0x8000;

  /** Every type, including those of newer drivers. */
  public static final long ALL = -1;

  private NvmlEventType() {}
}
