// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_35_0.Metrics.Metric;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_35_0.Metrics.MetricFamily;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads scrapes back: samples by name and sorted labels. */
final class SampleReader {

  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"(,|$)");

  private SampleReader() {}

  /** One sample. */
  record SampleName(String name, Map<String, String> labels) {}

  /** Samples of either text format; fails on a repeated one. */
  static Map<SampleName, Double> ofText(byte[] body) {
    var samples = new HashMap<SampleName, Double>();
    for (var line : new String(body, StandardCharsets.UTF_8).split("\n", -1)) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        var blank = line.lastIndexOf(' ');
        put(samples, key(line.substring(0, blank)), number(line.substring(blank + 1)));
      }
    }
    return samples;
  }

  /** Samples of the protobuf format. */
  static Map<SampleName, Double> ofProtobuf(byte[] body) throws IOException {
    var samples = new HashMap<SampleName, Double>();
    for (var family : families(body)) {
      for (var metric : family.getMetricList()) {
        var labels = new TreeMap<String, String>();
        metric.getLabelList().forEach(label -> labels.put(label.getName(), label.getValue()));
        put(samples, new SampleName(family.getName(), labels), value(family, metric));
      }
    }
    return samples;
  }

  /** The messages of the protobuf format. */
  static List<MetricFamily> families(byte[] body) throws IOException {
    var in = new ByteArrayInputStream(body);
    var families = new ArrayList<MetricFamily>();
    while (in.available() > 0) {
      families.add(MetricFamily.parseDelimitedFrom(in));
    }
    return families;
  }

  private static double value(MetricFamily family, Metric metric) {
    return switch (family.getType()) {
      case COUNTER -> metric.getCounter().getValue();
      case GAUGE -> metric.getGauge().getValue();
      default -> throw new AssertionError("unexpected type " + family.getType());
    };
  }

  private static SampleName key(String text) {
    var brace = text.indexOf('{');
    if (brace < 0) {
      return new SampleName(text, Map.of());
    }
    var labels = new TreeMap<String, String>();
    var inside = text.substring(brace + 1, text.length() - 1);
    var matcher = LABEL.matcher(inside);
    var end = 0;
    while (matcher.find() && matcher.start() == end) {
      labels.put(matcher.group(1), unescape(matcher.group(2)));
      end = matcher.end();
    }
    if (end != inside.length()) {
      throw new AssertionError("cannot read " + text);
    }
    return new SampleName(text.substring(0, brace), labels);
  }

  private static String unescape(String value) {
    var plain = new StringBuilder();
    for (int at = 0; at < value.length(); at++) {
      var next = value.charAt(at);
      if (next == '\\') {
        at++;
        next = value.charAt(at) == 'n' ? '\n' : value.charAt(at);
      }
      plain.append(next);
    }
    return plain.toString();
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static void put(Map<SampleName, Double> samples, SampleName key, double value) {
    if (samples.put(key, value) != null) {
      throw new AssertionError("repeated sample " + key);
    }
  }
}
