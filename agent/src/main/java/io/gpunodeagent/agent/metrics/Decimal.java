package io.gpunodeagent.agent.metrics;

import java.math.BigDecimal;

/**
 * Prints numbers for the text formats: the shortest plain decimal that reads back as the same
 * number, without exponent, and without fraction when whole.
 */
final class Decimal {

  /** Above this not every whole number is a double, so digits are the double's own. */
  private static final double EXACT = 1L << 53;

  private Decimal() {}

  static void write(double value, Bytes out) {
    if (value == Math.rint(value) && Math.abs(value) <= EXACT) {
      writeWhole((long) value, out);
    } else if (Double.isFinite(value)) {
      out.write(new BigDecimal(Double.toString(value)).toPlainString());
    } else {
      out.write(Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf");
    }
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
