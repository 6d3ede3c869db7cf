// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * What a thermal sensor measures.
 *
 * @param value the number that NVML uses ({@code nvmlThermalTarget_t}); numbers of newer drivers
 *     are kept
 */
public record NvmlThermalTarget(int value) {
  public static final NvmlThermalTarget NONE = new NvmlThermalTarget(0);
  public static final NvmlThermalTarget GPU = new NvmlThermalTarget(1);
  public static final NvmlThermalTarget MEMORY = new NvmlThermalTarget(2);
  public static final NvmlThermalTarget POWER_SUPPLY = new NvmlThermalTarget(4);
  public static final NvmlThermalTarget BOARD = new NvmlThermalTarget(8);
  public static final NvmlThermalTarget VCD_BOARD = new NvmlThermalTarget(9);
  public static final NvmlThermalTarget VCD_INLET = new NvmlThermalTarget(10);
  public static final NvmlThermalTarget VCD_OUTLET = new NvmlThermalTarget(11);
  public static final NvmlThermalTarget ALL = new NvmlThermalTarget(15);
  public static final NvmlThermalTarget UNKNOWN = new NvmlThermalTarget(-1);

  /** {@return the constant's name, or the number of a value that is not known here} */
  public String name() {
    return switch (value) {
      case 0 -> "NONE";
      case 1 -> "GPU";
      case 2 -> "MEMORY";
      case 4 -> "POWER_SUPPLY";
      case 8 -> "BOARD";
      case 9 -> "VCD_BOARD";
      case 10 -> "VCD_INLET";
      case 11 -> "VCD_OUTLET";
      case 15 -> "ALL";
      case -1 -> "UNKNOWN";
      default -> Integer.toString(value);
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
