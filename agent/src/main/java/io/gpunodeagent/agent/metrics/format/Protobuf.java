// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.format;

import io.gpunodeagent.agent.metrics.catalogue.metric.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The few messages of {@code io.prometheus.client} that gauges and counters need, in protobuf's
 * wire format. Unlike the client library's writer it leaves counter names as they are, and encodes
 * labels once for all samples.
 */
final class Protobuf {

  // Keys: field number << 3 | wire type, where 0 is a varint, 1 eight bytes and 2 a counted block.
  private static final int FAMILY_NAME = (1 << 3) | 2;
  private static final int FAMILY_HELP = (2 << 3) | 2;
  private static final int FAMILY_TYPE = 3 << 3;
  private static final int FAMILY_METRIC = (4 << 3) | 2;
  private static final int METRIC_LABEL = (1 << 3) | 2;
  private static final int METRIC_GAUGE = (2 << 3) | 2;
  private static final int METRIC_COUNTER = (3 << 3) | 2;
  private static final int LABEL_NAME = (1 << 3) | 2;
  private static final int LABEL_VALUE = (2 << 3) | 2;
  private static final int NUMBER_VALUE = (1 << 3) | 1;

  private static final int TYPE_COUNTER = 0;
  private static final int TYPE_GAUGE = 1;

  /** Size of a gauge or counter message: the key of its value and eight bytes. */
  private static final int NUMBER_SIZE = 1 + Double.BYTES;

  /** Size of that message within a metric: key, count, message. */
  private static final int METRIC_NUMBER_SIZE = 2 + NUMBER_SIZE;

  private Protobuf() {}

  /** The label pairs of a metric message. */
  static byte[] labels(Map<String, String> labels) {
    var out = new Bytes(256);
    for (var label : labels.entrySet()) {
      var pair = new Bytes(64);
      block(LABEL_NAME, label.getKey(), pair);
      block(LABEL_VALUE, label.getValue(), pair);
      out.write(METRIC_LABEL);
      varint(pair.size(), out);
      out.write(pair.toByteArray());
    }
    return out.toByteArray();
  }

  /** The part of a family message before its metrics. */
  static byte[] familyHead(String name, String help, Kind kind) {
    var out = new Bytes(128);
    block(FAMILY_NAME, name, out);
    block(FAMILY_HELP, help, out);
    out.write(FAMILY_TYPE);
    out.write(kind == Kind.COUNTER ? TYPE_COUNTER : TYPE_GAUGE);
    return out.toByteArray();
  }

  /** The size of one metric within its family, with key and count. */
  static int metricSize(RowLabels labels) {
    var size = labels.protobuf().length + METRIC_NUMBER_SIZE;
    return 1 + varintSize(size) + size;
  }

  /** One metric within its family. */
  static void metric(Kind kind, RowLabels labels, double value, Bytes out) {
    out.write(FAMILY_METRIC);
    varint(labels.protobuf().length + METRIC_NUMBER_SIZE, out);
    out.write(labels.protobuf());
    out.write(kind == Kind.COUNTER ? METRIC_COUNTER : METRIC_GAUGE);
    out.write(NUMBER_SIZE);
    out.write(NUMBER_VALUE);
    var bits = Double.doubleToRawLongBits(value);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      out.write((int) (bits >>> shift));
    }
  }

  /** A count in base 128, least significant group first. */
  static void varint(int value, Bytes out) {
    var rest = value;
    while (rest > 0x7f) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  private static int varintSize(int value) {
    return Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(value) + 6) / 7);
  }

  private static void block(int key, String text, Bytes out) {
    var octets = text.getBytes(StandardCharsets.UTF_8);
    out.write(key);
    varint(octets.length, out);
    out.write(octets);
  }
}
