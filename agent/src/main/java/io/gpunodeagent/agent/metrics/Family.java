package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.metrics.MetricSelection.Selected;
import io.gpunodeagent.agent.metrics.catalogue.Kind;
import io.gpunodeagent.agent.metrics.catalogue.Metric;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import java.nio.charset.StandardCharsets;

/**
 * A family of GPU series, with its name as each format needs it.
 *
 * <p>The client library ends every counter in {@code _total}; DCGM's counters have no such ending,
 * and dashboards ask for the exact name. Text 0.0.4 and protobuf allow a counter of any name.
 * OpenMetrics does not, so there such a family is typed {@code unknown}.
 */
final class Family {

  private static final String TOTAL = "_total";

  private final Metric metric;
  private final Kind kind;
  private final MetricMetadata metadata;
  private final byte[] sampleName;
  private final byte[] textHead;
  private final byte[] openMetricsHead;
  private final byte[] protobufHead;

  Family(Selected selected) {
    metric = selected.metric();
    kind = selected.kind();
    var name = selected.name();
    var base = stripTotal(name);
    var help = selected.help();
    metadata = new MetricMetadata(base, help);
    sampleName = name.getBytes(StandardCharsets.UTF_8);
    textHead = head(name, Escaping.help(help), kind.word());
    var countsAsOpenMetrics = kind == Kind.COUNTER && name.endsWith(TOTAL);
    openMetricsHead =
        head(
            countsAsOpenMetrics ? base : name,
            Escaping.quoted(help),
            kind == Kind.COUNTER && !countsAsOpenMetrics ? "unknown" : kind.word());
    protobufHead = Protobuf.familyHead(name, help, kind);
  }

  private static String stripTotal(String name) {
    return name.endsWith(TOTAL) ? name.substring(0, name.length() - TOTAL.length()) : name;
  }

  private static byte[] head(String name, String help, String type) {
    return "# HELP %s %s\n# TYPE %s %s\n"
        .formatted(name, help, name, type)
        .getBytes(StandardCharsets.UTF_8);
  }

  Metric metric() {
    return metric;
  }

  Kind kind() {
    return kind;
  }

  /** What the client library knows it by: its identity finds this family again. */
  MetricMetadata metadata() {
    return metadata;
  }

  byte[] sampleName() {
    return sampleName;
  }

  byte[] textHead() {
    return textHead;
  }

  byte[] openMetricsHead() {
    return openMetricsHead;
  }

  byte[] protobufHead() {
    return protobufHead;
  }
}
