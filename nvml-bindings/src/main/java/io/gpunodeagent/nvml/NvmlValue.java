// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * A number and its C type, which NVML reports with it ({@code nvmlValue_t}).
 *
 * @param type the C type
 * @param bits the eight bytes of the union; only those of the type have a meaning
 */
public record NvmlValue(NvmlValueType type, long bits) {
  /** {@return the value as a whole number; a double is rounded towards zero} */
  public long asLong() {
    return asLong(type.value(), bits);
  }

  /** {@return the value as a double, exact up to 2<sup>53</sup>} */
  public double asDouble() {
    return asDouble(type.value(), bits);
  }

  static long asLong(int type, long bits) {
    return switch (type) {
      case 0 -> (long) Double.longBitsToDouble(bits);
      case 1 -> bits & 0xFFFF_FFFFL;
      case 5 -> (int) bits;
      case 6 -> bits & 0xFFFF;
      default -> bits;
    };
  }

  static double asDouble(int type, long bits) {
    return type == 0 ? Double.longBitsToDouble(bits) : asLong(type, bits);
  }
}
