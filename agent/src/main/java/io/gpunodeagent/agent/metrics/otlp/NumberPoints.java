// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.otlp;

import io.gpunodeagent.agent.metrics.format.Bytes;
import io.gpunodeagent.agent.metrics.format.Wire;

/**
 * Encodes {@code NumberDataPoint}s and {@code SummaryDataPoint}s. Their times have equal fields.
 */
final class NumberPoints {

  /** The field of a point's attributes. */
  static final int ATTRIBUTES = 7;

  /** The field of the points in each kind of data. */
  private static final int POINT = Wire.blockKey(1);

  private static final int START = Wire.fixed64Key(2);
  private static final int TIME = Wire.fixed64Key(3);
  private static final int AS_DOUBLE = Wire.fixed64Key(4);
  private static final int AS_INT = Wire.fixed64Key(6);
  private static final int COUNT = Wire.fixed64Key(4);
  private static final int SUM = Wire.fixed64Key(5);

  private NumberPoints() {}

  /** A value at a time. */
  static void gauge(byte[] attributes, byte[] more, long at, double value, Bytes out) {
    head(attributes, more, 2, out);
    Wire.fixed64(TIME, at, out);
    Wire.fixed64(AS_DOUBLE, Double.doubleToRawLongBits(value), out);
  }

  /**
   * A sum.
   *
   * @param whole whether it is written as a whole number
   */
  static void sum(
      byte[] attributes, byte[] more, long start, long at, boolean whole, double value, Bytes out) {
    head(attributes, more, 3, out);
    Wire.fixed64(START, start, out);
    Wire.fixed64(TIME, at, out);
    if (whole) {
      Wire.fixed64(AS_INT, (long) value, out);
    } else {
      Wire.fixed64(AS_DOUBLE, Double.doubleToRawLongBits(value), out);
    }
  }

  /** How often something was, and how much it was together. */
  static void summary(byte[] attributes, long start, long at, long count, double sum, Bytes out) {
    head(attributes, new byte[0], 4, out);
    Wire.fixed64(START, start, out);
    Wire.fixed64(TIME, at, out);
    Wire.fixed64(COUNT, count, out);
    Wire.fixed64(SUM, Double.doubleToRawLongBits(sum), out);
  }

  private static void head(byte[] attributes, byte[] more, int numbers, Bytes out) {
    int length = attributes.length + more.length + numbers * Wire.FIXED64_SIZE;
    Wire.blockHead(POINT, length, out);
    out.write(attributes);
    out.write(more);
  }
}
