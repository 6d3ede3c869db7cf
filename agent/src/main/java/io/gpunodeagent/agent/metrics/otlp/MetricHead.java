// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.otlp;

import io.gpunodeagent.agent.metrics.format.Bytes;
import io.gpunodeagent.agent.metrics.format.Wire;

/**
 * What a {@code Metric} message says beside its points, encoded once.
 *
 * @param fields name, description and unit
 * @param dataKey of the kind of data
 * @param tail what follows the points: of a sum, that it is cumulative, and whether it is monotonic
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record MetricHead(byte[] fields, int dataKey, byte[] tail) {

  /** The kinds of data that are exported. */
  enum Data {
    GAUGE(5),
    COUNTER(7),
    /** A sum that may fall. */
    UPDOWNCOUNTER(7),
    SUMMARY(11);

    private final int field;

    Data(int field) {
      this.field = field;
    }

    /** Whether its points have a start. */
    boolean isSum() {
      return this == COUNTER || this == UPDOWNCOUNTER;
    }
  }

  private static final int METRIC = Wire.blockKey(2);
  private static final int NAME = Wire.blockKey(1);
  private static final int DESCRIPTION = Wire.blockKey(2);
  private static final int UNIT = Wire.blockKey(3);
  private static final int TEMPORALITY = Wire.varintKey(2);
  private static final int MONOTONIC = Wire.varintKey(3);
  private static final int CUMULATIVE = 2;

  /**
   * Of a metric.
   *
   * @param unit empty text for none: a consumer that puts units into names then leaves names alone
   */
  static MetricHead of(String name, String description, String unit, Data data) {
    var fields = new Bytes(256);
    Wire.block(NAME, name, fields);
    Wire.block(DESCRIPTION, description, fields);
    if (!unit.isEmpty()) {
      Wire.block(UNIT, unit, fields);
    }
    var tail = new Bytes(64);
    if (data.isSum()) {
      tail.write(TEMPORALITY);
      Wire.varint(CUMULATIVE, tail);
    }
    if (data == Data.COUNTER) {
      tail.write(MONOTONIC);
      Wire.varint(1, tail);
    }
    return new MetricHead(fields.toByteArray(), Wire.blockKey(data.field), tail.toByteArray());
  }

  /** Writes the metric with its points, which are encoded already, into its scope's message. */
  void write(Bytes points, Bytes out) {
    int data = points.size() + tail.length;
    Wire.blockHead(METRIC, fields.length + Wire.blockSize(data), out);
    out.write(fields);
    Wire.blockHead(dataKey, data, out);
    points.copyTo(out);
    out.write(tail);
  }
}
