// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import com.google.protobuf.CodedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** Reads {@code ExportMetricsServiceRequest}s back, by the numbers of the protocol's fields. */
final class OtlpReader {

  private static final int TEMPORALITY = 2;
  private static final int MONOTONIC = 3;

  private OtlpReader() {}

  /** A request with one resource and one scope. */
  record Request(Map<String, String> resource, String scope, List<Metric> metrics) {

    Metric metric(String name) {
      return metrics.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    List<String> names() {
      return metrics.stream().map(Metric::name).toList();
    }
  }

  /** A metric; {@code kind} is gauge, counter, updowncounter or summary. */
  record Metric(String name, String description, String unit, String kind, List<Point> points) {}

  /** A point; times in nanoseconds since 1970, 0 for none. */
  record Point(Map<String, String> attributes, long start, long time, double value, double sum) {}

  static Request gunzipped(byte[] body) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return read(in.readAllBytes());
    }
  }

  static Request read(byte[] body) throws IOException {
    var ofResource = only(fields(only(fields(body), 1)), 2);
    var resource = only(fields(only(fields(body), 1)), 1);
    var scope = fields(only(fields(ofResource), 1));
    var metrics = new ArrayList<Metric>();
    for (var metric : fields(ofResource).getOrDefault(2, List.of())) {
      metrics.add(metric((byte[]) metric));
    }
    return new Request(
        attributes(fields(resource).getOrDefault(1, List.of())),
        text(scope, 1) + " " + text(scope, 2),
        metrics);
  }

  private static Metric metric(byte[] message) throws IOException {
    var fields = fields(message);
    for (var kind : Map.of(5, "gauge", 7, "sum", 11, "summary").entrySet()) {
      if (fields.containsKey(kind.getKey())) {
        var data = fields(only(fields, kind.getKey()));
        var points = new ArrayList<Point>();
        for (var point : data.getOrDefault(1, List.of())) {
          points.add(point(fields((byte[]) point)));
        }
        return new Metric(
            text(fields, 1), text(fields, 2), text(fields, 3), kind(kind.getValue(), data), points);
      }
    }
    throw new AssertionError("no data in " + text(fields, 1));
  }

  private static String kind(String data, Map<Integer, List<Object>> fields) {
    if (!data.equals("sum")) {
      return data;
    }
    if (!List.of(2L).equals(fields.get(TEMPORALITY))) {
      throw new AssertionError("not cumulative");
    }
    return fields.containsKey(MONOTONIC) ? "counter" : "updowncounter";
  }

  private static Point point(Map<Integer, List<Object>> fields) throws IOException {
    long bits = fixed(fields, 4);
    return new Point(
        attributes(fields.getOrDefault(7, List.of())),
        fixed(fields, 2),
        fixed(fields, 3),
        fields.containsKey(6) ? fixed(fields, 6) : Double.longBitsToDouble(bits),
        Double.longBitsToDouble(fixed(fields, 5)));
  }

  private static long fixed(Map<Integer, List<Object>> fields, int field) {
    return fields.containsKey(field) ? (Long) fields.get(field).getFirst() : 0;
  }

  private static Map<String, String> attributes(List<Object> pairs) throws IOException {
    var attributes = new TreeMap<String, String>();
    for (var pair : pairs) {
      var fields = fields((byte[]) pair);
      if (attributes.put(text(fields, 1), text(fields(only(fields, 2)), 1)) != null) {
        throw new AssertionError("repeated attribute " + text(fields, 1));
      }
    }
    return attributes;
  }

  private static String text(Map<Integer, List<Object>> fields, int field) {
    return fields.containsKey(field) ? new String(only(fields, field), StandardCharsets.UTF_8) : "";
  }

  private static byte[] only(Map<Integer, List<Object>> fields, int field) {
    return (byte[]) fields.getOrDefault(field, List.of()).getFirst();
  }

  private static Map<Integer, List<Object>> fields(byte[] message) throws IOException {
    var fields = new HashMap<Integer, List<Object>>();
    var in = CodedInputStream.newInstance(message);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      Object value =
          switch (tag & 7) {
            case 0 -> in.readInt64();
            case 1 -> in.readFixed64();
            case 2 -> in.readByteArray();
            default -> throw new AssertionError("wire type " + (tag & 7));
          };
      fields.computeIfAbsent(tag >>> 3, _ -> new ArrayList<>()).add(value);
    }
    return fields;
  }
}
