// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** The two forms in which drivers report the highest speed of a PCIe lane. */
final class PcieLinkSpeed {
  private static final long[] MEGABITS = {0, 2_500, 5_000, 8_000, 16_000, 32_000, 64_000};

  private PcieLinkSpeed() {}

  /**
   * Takes a value of {@code NVML_PCIE_LINK_MAX_SPEED_*} or a speed in Mbit/s: no speed is as small
   * as a code.
   */
  static long megabits(long speedOrCode) {
    return speedOrCode < MEGABITS.length ? MEGABITS[(int) speedOrCode] : speedOrCode;
  }
}
