// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * What an NVML function answered.
 *
 * @param value {@code nvmlReturn_t}; codes of newer drivers are kept
 */
public record NvmlReturn(int value) {
  /** The call succeeded. */
  public static final NvmlReturn SUCCESS = new NvmlReturn(0);

  /** The library is not initialised. */
  public static final NvmlReturn UNINITIALIZED = new NvmlReturn(1);

  /** An argument is not valid, or the driver does not know its value. */
  public static final NvmlReturn INVALID_ARGUMENT = new NvmlReturn(2);

  /** The GPU, in its present mode, does not offer it. */
  public static final NvmlReturn NOT_SUPPORTED = new NvmlReturn(3);

  /** This process may not do it. */
  public static final NvmlReturn NO_PERMISSION = new NvmlReturn(4);

  /** The library was initialised before. */
  public static final NvmlReturn ALREADY_INITIALIZED = new NvmlReturn(5);

  /** Nothing matches the query. */
  public static final NvmlReturn NOT_FOUND = new NvmlReturn(6);

  /** The buffer is too small. */
  public static final NvmlReturn INSUFFICIENT_SIZE = new NvmlReturn(7);

  /** External power cables are not properly attached. */
  public static final NvmlReturn INSUFFICIENT_POWER = new NvmlReturn(8);

  /** The kernel driver is not loaded. */
  public static final NvmlReturn DRIVER_NOT_LOADED = new NvmlReturn(9);

  /** Nothing happened in the given time. */
  public static final NvmlReturn TIMEOUT = new NvmlReturn(10);

  /** The kernel found an interrupt problem with the GPU. */
  public static final NvmlReturn IRQ_ISSUE = new NvmlReturn(11);

  /** A library of the driver is missing. */
  public static final NvmlReturn LIBRARY_NOT_FOUND = new NvmlReturn(12);

  /** The library does not export the function, because the driver is too old. */
  public static final NvmlReturn FUNCTION_NOT_FOUND = new NvmlReturn(13);

  /** The InfoROM of the GPU is damaged. */
  public static final NvmlReturn CORRUPTED_INFOROM = new NvmlReturn(14);

  /** The GPU fell off the bus. */
  public static final NvmlReturn GPU_IS_LOST = new NvmlReturn(15);

  /** The GPU needs a reset. */
  public static final NvmlReturn RESET_REQUIRED = new NvmlReturn(16);

  /** The operating system blocked the GPU. */
  public static final NvmlReturn OPERATING_SYSTEM = new NvmlReturn(17);

  /** Library and kernel driver differ in version. */
  public static final NvmlReturn LIB_RM_VERSION_MISMATCH = new NvmlReturn(18);

  /** The GPU is in use. */
  public static final NvmlReturn IN_USE = new NvmlReturn(19);

  /** Memory ran out. */
  public static final NvmlReturn MEMORY = new NvmlReturn(20);

  /** There is no data. */
  public static final NvmlReturn NO_DATA = new NvmlReturn(21);

  /** Virtual GPUs are not possible while ECC is on. */
  public static final NvmlReturn VGPU_ECC_NOT_SUPPORTED = new NvmlReturn(22);

  /** Other resources than memory ran out. */
  public static final NvmlReturn INSUFFICIENT_RESOURCES = new NvmlReturn(23);

  /** The frequency is not possible. */
  public static final NvmlReturn FREQ_NOT_SUPPORTED = new NvmlReturn(24);

  /** The driver does not know this version of the struct. */
  public static final NvmlReturn ARGUMENT_VERSION_MISMATCH = new NvmlReturn(25);

  /** The driver no longer offers it. */
  public static final NvmlReturn DEPRECATED = new NvmlReturn(26);

  /** The system is not ready yet. */
  public static final NvmlReturn NOT_READY = new NvmlReturn(27);

  /** There is no GPU. */
  public static final NvmlReturn GPU_NOT_FOUND = new NvmlReturn(28);

  /** The GPU is not in a state that allows it. */
  public static final NvmlReturn INVALID_STATE = new NvmlReturn(29);

  /** The GPU does not offer this kind of reset. */
  public static final NvmlReturn RESET_TYPE_NOT_SUPPORTED = new NvmlReturn(30);

  /** An error without a code of its own. */
  public static final NvmlReturn UNKNOWN = new NvmlReturn(999);

  static NvmlReturn of(int value) {
    return value == 0 ? SUCCESS : new NvmlReturn(value);
  }

  /** {@return whether this is {@link #SUCCESS}} */
  public boolean isSuccess() {
    return value == 0;
  }

  /**
   * {@return whether this GPU, in this mode or with this driver, does not have what was read:
   * {@link #NOT_SUPPORTED}, {@link #FUNCTION_NOT_FOUND}, {@link #ARGUMENT_VERSION_MISMATCH}, {@link
   * #DEPRECATED}} {@link #INVALID_ARGUMENT} has this meaning only for an index or id that the
   * driver does not know, which only the caller can tell.
   */
  public boolean notAvailable() {
    return switch (value) {
      case 3, 13, 25, 26 -> true;
      default -> false;
    };
  }

  /** Whether an older form of the same function may still answer. */
  boolean asksForOlderForm() {
    return value == 13 || value == 25;
  }

  /**
   * {@return the name in the header without {@code NVML_} and {@code ERROR_}, or {@code RETURN_<n>}
   * for a code that is not known here}
   */
  public String name() {
    return ReturnNames.name(value);
  }

  /** {@return one line in English, which does not depend on the driver} */
  public String description() {
    return ReturnNames.description(value);
  }

  @Override
  public String toString() {
    return name() + " (" + value + ")";
  }
}
