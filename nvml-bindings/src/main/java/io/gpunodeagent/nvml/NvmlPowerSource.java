// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * Where a GPU takes its power from.
 *
 * @param value the number that NVML uses ({@code nvmlPowerSource_t}); numbers of newer drivers are
 *     kept
 */
public record NvmlPowerSource(int value) {
  /** Mains power. */
  public static final NvmlPowerSource AC = new NvmlPowerSource(0);

  /** A battery. */
  public static final NvmlPowerSource BATTERY = new NvmlPowerSource(1);

  /** A supply that is too weak. */
  public static final NvmlPowerSource UNDERSIZED = new NvmlPowerSource(2);

  /** {@return the constant's name, or the number of a value that is not known here} */
  public String name() {
    return switch (value) {
      case 0 -> "AC";
      case 1 -> "BATTERY";
      case 2 -> "UNDERSIZED";
      default -> Integer.toString(value);
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
