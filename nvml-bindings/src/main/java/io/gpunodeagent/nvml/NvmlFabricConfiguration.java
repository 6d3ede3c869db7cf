// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * What is wrong with the configuration of a GPU in its NVLink fabric; {@link #NONE} if nothing is.
 *
 * @param value the number that NVML uses ({@code
 *     NVML_GPU_FABRIC_HEALTH_MASK_INCORRECT_CONFIGURATION_*}); numbers of newer drivers are kept
 */
public record NvmlFabricConfiguration(int value) {
  /** The driver does not report it. */
  public static final NvmlFabricConfiguration NOT_SUPPORTED = new NvmlFabricConfiguration(0);

  /** Nothing is wrong. */
  public static final NvmlFabricConfiguration NONE = new NvmlFabricConfiguration(1);

  /** The GUID of the system is wrong. */
  public static final NvmlFabricConfiguration INCORRECT_SYSGUID = new NvmlFabricConfiguration(2);

  /** The serial number of the chassis is wrong. */
  public static final NvmlFabricConfiguration INCORRECT_CHASSIS_SN = new NvmlFabricConfiguration(3);

  /** The GPU has no partition. */
  public static final NvmlFabricConfiguration NO_PARTITION = new NvmlFabricConfiguration(4);

  /** The GPU has too few NVLinks. */
  public static final NvmlFabricConfiguration INSUFFICIENT_NVLINKS = new NvmlFabricConfiguration(5);

  /** The firmware of the GPU does not fit. */
  public static final NvmlFabricConfiguration INCOMPATIBLE_GPU_FW = new NvmlFabricConfiguration(6);

  /** The location of the GPU is not valid. */
  public static final NvmlFabricConfiguration INVALID_LOCATION = new NvmlFabricConfiguration(7);

  /** The state of the GPU is not valid. */
  public static final NvmlFabricConfiguration GPU_STATE_INVALID = new NvmlFabricConfiguration(8);

  /** {@return the constant's name, or the number of a value that is not known here} */
  public String name() {
    return switch (value) {
      case 0 -> "NOT_SUPPORTED";
      case 1 -> "NONE";
      case 2 -> "INCORRECT_SYSGUID";
      case 3 -> "INCORRECT_CHASSIS_SN";
      case 4 -> "NO_PARTITION";
      case 5 -> "INSUFFICIENT_NVLINKS";
      case 6 -> "INCOMPATIBLE_GPU_FW";
      case 7 -> "INVALID_LOCATION";
      case 8 -> "GPU_STATE_INVALID";
      default -> Integer.toString(value);
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
