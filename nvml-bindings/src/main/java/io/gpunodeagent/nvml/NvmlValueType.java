// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * The C type in a value union.
 *
 * @param value the number that NVML uses ({@code nvmlValueType_t}); numbers of newer drivers are
 *     kept
 */
public record NvmlValueType(int value) {
  public static final NvmlValueType DOUBLE = new NvmlValueType(0);
  public static final NvmlValueType UNSIGNED_INT = new NvmlValueType(1);
  public static final NvmlValueType UNSIGNED_LONG = new NvmlValueType(2);
  public static final NvmlValueType UNSIGNED_LONG_LONG = new NvmlValueType(3);
  public static final NvmlValueType SIGNED_LONG_LONG = new NvmlValueType(4);
  public static final NvmlValueType SIGNED_INT = new NvmlValueType(5);
  public static final NvmlValueType UNSIGNED_SHORT = new NvmlValueType(6);

  /** {@return the constant's name, or the number of a value that is not known here} */
  public String name() {
    return switch (value) {
      case 0 -> "DOUBLE";
      case 1 -> "UNSIGNED_INT";
      case 2 -> "UNSIGNED_LONG";
      case 3 -> "UNSIGNED_LONG_LONG";
      case 4 -> "SIGNED_LONG_LONG";
      case 5 -> "SIGNED_INT";
      case 6 -> "UNSIGNED_SHORT";
      default -> Integer.toString(value);
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
