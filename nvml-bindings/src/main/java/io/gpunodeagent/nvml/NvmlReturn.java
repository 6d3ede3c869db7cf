package io.gpunodeagent.nvml;

/**
 * What an NVML function answered.
 *
 * @param value {@code nvmlReturn_t}; codes of newer drivers are kept
 */
public record NvmlReturn(int value) {
  public static final NvmlReturn SUCCESS = new NvmlReturn(0);
  public static final NvmlReturn UNINITIALIZED = new NvmlReturn(1);
  public static final NvmlReturn INVALID_ARGUMENT = new NvmlReturn(2);
  public static final NvmlReturn NOT_SUPPORTED = new NvmlReturn(3);
  public static final NvmlReturn NO_PERMISSION = new NvmlReturn(4);
  public static final NvmlReturn ALREADY_INITIALIZED = new NvmlReturn(5);
  public static final NvmlReturn NOT_FOUND = new NvmlReturn(6);
  public static final NvmlReturn INSUFFICIENT_SIZE = new NvmlReturn(7);
  public static final NvmlReturn INSUFFICIENT_POWER = new NvmlReturn(8);
  public static final NvmlReturn DRIVER_NOT_LOADED = new NvmlReturn(9);
  public static final NvmlReturn TIMEOUT = new NvmlReturn(10);
  public static final NvmlReturn IRQ_ISSUE = new NvmlReturn(11);
  public static final NvmlReturn LIBRARY_NOT_FOUND = new NvmlReturn(12);
  public static final NvmlReturn FUNCTION_NOT_FOUND = new NvmlReturn(13);
  public static final NvmlReturn CORRUPTED_INFOROM = new NvmlReturn(14);
  public static final NvmlReturn GPU_IS_LOST = new NvmlReturn(15);
  public static final NvmlReturn RESET_REQUIRED = new NvmlReturn(16);
  public static final NvmlReturn OPERATING_SYSTEM = new NvmlReturn(17);
  public static final NvmlReturn LIB_RM_VERSION_MISMATCH = new NvmlReturn(18);
  public static final NvmlReturn IN_USE = new NvmlReturn(19);
  public static final NvmlReturn MEMORY = new NvmlReturn(20);
  public static final NvmlReturn NO_DATA = new NvmlReturn(21);
  public static final NvmlReturn VGPU_ECC_NOT_SUPPORTED = new NvmlReturn(22);
  public static final NvmlReturn INSUFFICIENT_RESOURCES = new NvmlReturn(23);
  public static final NvmlReturn FREQ_NOT_SUPPORTED = new NvmlReturn(24);
  public static final NvmlReturn ARGUMENT_VERSION_MISMATCH = new NvmlReturn(25);
  public static final NvmlReturn DEPRECATED = new NvmlReturn(26);
  public static final NvmlReturn NOT_READY = new NvmlReturn(27);
  public static final NvmlReturn GPU_NOT_FOUND = new NvmlReturn(28);
  public static final NvmlReturn INVALID_STATE = new NvmlReturn(29);
  public static final NvmlReturn RESET_TYPE_NOT_SUPPORTED = new NvmlReturn(30);
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
