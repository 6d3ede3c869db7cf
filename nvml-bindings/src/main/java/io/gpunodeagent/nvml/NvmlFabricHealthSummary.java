// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * The health of a GPU in its NVLink fabric, as one value.
 *
 * @param value the number that NVML uses ({@code NVML_GPU_FABRIC_HEALTH_SUMMARY_*}); numbers of
 *     newer drivers are kept
 */
public record NvmlFabricHealthSummary(int value) {
  /** The driver does not report it. */
  public static final NvmlFabricHealthSummary NOT_SUPPORTED = new NvmlFabricHealthSummary(0);

  /** It is healthy. */
  public static final NvmlFabricHealthSummary HEALTHY = new NvmlFabricHealthSummary(1);

  /** It is not healthy. */
  public static final NvmlFabricHealthSummary UNHEALTHY = new NvmlFabricHealthSummary(2);

  /** It works with less capacity. */
  public static final NvmlFabricHealthSummary LIMITED_CAPACITY = new NvmlFabricHealthSummary(3);

  /** {@return the constant's name, or the number of a value that is not known here} */
  public String name() {
    return switch (value) {
      case 0 -> "NOT_SUPPORTED";
      case 1 -> "HEALTHY";
      case 2 -> "UNHEALTHY";
      case 3 -> "LIMITED_CAPACITY";
      default -> Integer.toString(value);
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
