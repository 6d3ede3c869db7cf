// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.format;

import java.math.BigDecimal;

/**
 * Prints numbers for the text formats: the shortest plain decimal that reads back as the same
 * number, without exponent, and without fraction when whole.
 */
public final class Decimal {

  /** Above this not every whole number is a double, so digits are the double's own. */
  private static final double EXACT = 1L << 53;

  private Decimal() {}

  public static void write(double value, Bytes out) {
    if (value == Math.rint(value) && Math.abs(value) <= EXACT) {
      writeWhole((long) value, out);
    } else if (Double.isFinite(value)) {
      var shortest = Double.toString(value);
      out.write(shortest.indexOf('E') < 0 ? shortest : withoutExponent(shortest));
    } else {
      out.write(Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf");
    }
  }

  private static String withoutExponent(String number) {
    return new BigDecimal(number).stripTrailingZeros().toPlainString();
  }

  private static void writeWhole(long value, Bytes out) {
    if (value < 0) {
      out.write('-');
    }
    var rest = Math.abs(value);
    var divisor = 1L;
    while (rest / divisor >= 10) {
      divisor *= 10;
    }
    for (; divisor > 0; divisor /= 10) {
      out.write('0' + (int) (rest / divisor % 10));
    }
  }
}
