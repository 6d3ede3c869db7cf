// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * The chip that reads a thermal sensor.
 *
 * @param value the number that NVML uses ({@code nvmlThermalController_t}); numbers of newer
 *     drivers are kept
 */
public record NvmlThermalController(int value) {
  public static final NvmlThermalController NONE = new NvmlThermalController(0);
  public static final NvmlThermalController GPU_INTERNAL = new NvmlThermalController(1);
  public static final NvmlThermalController ADM1032 = new NvmlThermalController(2);
  public static final NvmlThermalController ADT7461 = new NvmlThermalController(3);
  public static final NvmlThermalController MAX6649 = new NvmlThermalController(4);
  public static final NvmlThermalController MAX1617 = new NvmlThermalController(5);
  public static final NvmlThermalController LM99 = new NvmlThermalController(6);
  public static final NvmlThermalController LM89 = new NvmlThermalController(7);
  public static final NvmlThermalController LM64 = new NvmlThermalController(8);
  public static final NvmlThermalController G781 = new NvmlThermalController(9);
  public static final NvmlThermalController ADT7473 = new NvmlThermalController(10);
  public static final NvmlThermalController SBMAX6649 = new NvmlThermalController(11);
  public static final NvmlThermalController VBIOSEVT = new NvmlThermalController(12);
  public static final NvmlThermalController OS = new NvmlThermalController(13);
  public static final NvmlThermalController NVSYSCON_CANOAS = new NvmlThermalController(14);
  public static final NvmlThermalController NVSYSCON_E551 = new NvmlThermalController(15);
  public static final NvmlThermalController MAX6649R = new NvmlThermalController(16);
  public static final NvmlThermalController ADT7473S = new NvmlThermalController(17);
  public static final NvmlThermalController UNKNOWN = new NvmlThermalController(-1);

  /** {@return the constant's name, or the number of a value that is not known here} */
  public String name() {
    return switch (value) {
      case 0 -> "NONE";
      case 1 -> "GPU_INTERNAL";
      case 2 -> "ADM1032";
      case 3 -> "ADT7461";
      case 4 -> "MAX6649";
      case 5 -> "MAX1617";
      case 6 -> "LM99";
      case 7 -> "LM89";
      case 8 -> "LM64";
      case 9 -> "G781";
      case 10 -> "ADT7473";
      case 11 -> "SBMAX6649";
      case 12 -> "VBIOSEVT";
      case 13 -> "OS";
      case 14 -> "NVSYSCON_CANOAS";
      case 15 -> "NVSYSCON_E551";
      case 16 -> "MAX6649R";
      case 17 -> "ADT7473S";
      case -1 -> "UNKNOWN";
      default -> Integer.toString(value);
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
