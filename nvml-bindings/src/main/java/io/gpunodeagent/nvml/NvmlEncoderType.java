// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * The codec of an encoder session.
 *
 * @param value the number that NVML uses ({@code nvmlEncoderType_t}); numbers of newer drivers are
 *     kept
 */
public record NvmlEncoderType(int value) {
  public static final NvmlEncoderType H264 = new NvmlEncoderType(0);
  public static final NvmlEncoderType HEVC = new NvmlEncoderType(1);
  public static final NvmlEncoderType AV1 = new NvmlEncoderType(2);
  public static final NvmlEncoderType UNKNOWN = new NvmlEncoderType(255);

  /** {@return the constant's name, or the number of a value that is not known here} */
  public String name() {
    return switch (value) {
      case 0 -> "H264";
      case 1 -> "HEVC";
      case 2 -> "AV1";
      case 255 -> "UNKNOWN";
      default -> Integer.toString(value);
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
