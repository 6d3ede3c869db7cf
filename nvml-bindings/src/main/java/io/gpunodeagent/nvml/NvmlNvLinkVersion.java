// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * The version of an NVLink: a code, not a version number (6 is 4.0).
 *
 * @param value the number that NVML uses ({@code nvmlNvlinkVersion_t}); numbers of newer drivers
 *     are kept
 */
public record NvmlNvLinkVersion(int value) {
  public static final NvmlNvLinkVersion INVALID = new NvmlNvLinkVersion(0);
  public static final NvmlNvLinkVersion V1_0 = new NvmlNvLinkVersion(1);
  public static final NvmlNvLinkVersion V2_0 = new NvmlNvLinkVersion(2);
  public static final NvmlNvLinkVersion V2_2 = new NvmlNvLinkVersion(3);
  public static final NvmlNvLinkVersion V3_0 = new NvmlNvLinkVersion(4);
  public static final NvmlNvLinkVersion V3_1 = new NvmlNvLinkVersion(5);
  public static final NvmlNvLinkVersion V4_0 = new NvmlNvLinkVersion(6);
  public static final NvmlNvLinkVersion V5_0 = new NvmlNvLinkVersion(7);
  public static final NvmlNvLinkVersion V6_0 = new NvmlNvLinkVersion(8);

  /** {@return the constant's name, or the number of a value that is not known here} */
  public String name() {
    return switch (value) {
      case 0 -> "INVALID";
      case 1 -> "V1_0";
      case 2 -> "V2_0";
      case 3 -> "V2_2";
      case 4 -> "V3_0";
      case 5 -> "V3_1";
      case 6 -> "V4_0";
      case 7 -> "V5_0";
      case 8 -> "V6_0";
      default -> Integer.toString(value);
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
