package io.gpunodeagent.nvml;

/** The two readings of a PCIe lane's greatest speed. */
final class PcieLinkSpeed {
  private static final long[] MEGABITS = {0, 2_500, 5_000, 8_000, 16_000, 32_000, 64_000};

  private PcieLinkSpeed() {}

  /**
   * Of {@code NVML_PCIE_LINK_MAX_SPEED_*}, or of a speed itself: no speed is as small as a code.
   */
  static long megabits(long speedOrCode) {
    return speedOrCode < MEGABITS.length ? MEGABITS[(int) speedOrCode] : speedOrCode;
  }
}
