// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.format;

import io.gpunodeagent.agent.metrics.catalogue.metric.Kind;
import java.util.Map;

/**
 * The few messages of {@code io.prometheus.client} that gauges and counters need, in protobuf's
 * wire format. Unlike the client library's writer it leaves counter names as they are, and encodes
 * labels once for all samples.
 */
final class Protobuf {

  private static final int FAMILY_NAME = Wire.blockKey(1);
  private static final int FAMILY_HELP = Wire.blockKey(2);
  private static final int FAMILY_TYPE = Wire.varintKey(3);
  private static final int FAMILY_METRIC = Wire.blockKey(4);
  private static final int METRIC_LABEL = Wire.blockKey(1);
  private static final int METRIC_GAUGE = Wire.blockKey(2);
  private static final int METRIC_COUNTER = Wire.blockKey(3);
  private static final int LABEL_NAME = Wire.blockKey(1);
  private static final int LABEL_VALUE = Wire.blockKey(2);
  private static final int NUMBER_VALUE = Wire.fixed64Key(1);

  private static final int TYPE_COUNTER = 0;
  private static final int TYPE_GAUGE = 1;

  /** Size of a gauge or counter message: the key of its value and eight bytes. */
  private static final int NUMBER_SIZE = Wire.FIXED64_SIZE;

  /** Size of that message within a metric: key, count, message. */
  private static final int METRIC_NUMBER_SIZE = 2 + NUMBER_SIZE;

  private Protobuf() {}

  /** The label pairs of a metric message. */
  static byte[] labels(Map<String, String> labels) {
    var out = new Bytes(256);
    for (var label : labels.entrySet()) {
      var pair = new Bytes(64);
      Wire.block(LABEL_NAME, label.getKey(), pair);
      Wire.block(LABEL_VALUE, label.getValue(), pair);
      Wire.block(METRIC_LABEL, pair.toByteArray(), out);
    }
    return out.toByteArray();
  }

  /** The part of a family message before its metrics. */
  static byte[] familyHead(String name, String help, Kind kind) {
    var out = new Bytes(128);
    Wire.block(FAMILY_NAME, name, out);
    Wire.block(FAMILY_HELP, help, out);
    out.write(FAMILY_TYPE);
    out.write(kind == Kind.COUNTER ? TYPE_COUNTER : TYPE_GAUGE);
    return out.toByteArray();
  }

  /** The size of one metric within its family, with key and count. */
  static int metricSize(RowLabels labels) {
    return Wire.blockSize(labels.protobuf().length + METRIC_NUMBER_SIZE);
  }

  /** One metric within its family. */
  static void metric(Kind kind, RowLabels labels, double value, Bytes out) {
    Wire.blockHead(FAMILY_METRIC, labels.protobuf().length + METRIC_NUMBER_SIZE, out);
    out.write(labels.protobuf());
    Wire.blockHead(kind == Kind.COUNTER ? METRIC_COUNTER : METRIC_GAUGE, NUMBER_SIZE, out);
    Wire.fixed64(NUMBER_VALUE, Double.doubleToRawLongBits(value), out);
  }
}
