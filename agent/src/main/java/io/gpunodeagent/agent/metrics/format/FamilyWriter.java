// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.format;

/** Writes families of GPU series. Names and labels are encoded already; only numbers are not. */
public final class FamilyWriter {

  private FamilyWriter() {}

  public static void write(FamilySamples family, Format format, Bytes out) {
    switch (format) {
      case TEXT -> writeText(family.family().textHead(), family, out);
      case OPENMETRICS -> writeText(family.family().openMetricsHead(), family, out);
      case PROTOBUF -> writeProtobuf(family, out);
    }
  }

  private static void writeText(byte[] head, FamilySamples family, Bytes out) {
    var name = family.family().sampleName();
    out.write(head);
    for (var sample : family.samples()) {
      out.write(name);
      out.write(sample.labels().text());
      out.write(' ');
      Decimal.write(sample.value(), out);
      out.write('\n');
    }
  }

  private static void writeProtobuf(FamilySamples family, Bytes out) {
    var head = family.family().protobufHead();
    var size = head.length;
    for (var sample : family.samples()) {
      size += Protobuf.metricSize(sample.labels());
    }
    Wire.varint(size, out);
    out.write(head);
    for (var sample : family.samples()) {
      Protobuf.metric(family.family().kind(), sample.labels(), sample.value(), out);
    }
  }
}
