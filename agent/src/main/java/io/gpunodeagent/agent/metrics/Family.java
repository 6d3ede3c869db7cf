package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.metrics.catalogue.Kind;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import java.nio.charset.StandardCharsets;

/**
 * A family of GPU series, with its name as each format needs it.
 *
 * <p>The client library ends every counter in {@code _total}; DCGM's counters have no such ending,
 * and dashboards ask for the exact name. Text 0.0.4 and protobuf allow a counter of any name.
 * OpenMetrics does not, so there such a family is typed {@code unknown}; only a client that accepts
 * nothing else sees that.
 */
final class Family {

  private static final String TOTAL = "_total";
  private static final String INFO = "_info";

  private final Kind kind;
  private final boolean plainCounter;
  private final MetricMetadata metadata;
  private final byte[] sampleName;
  private final byte[] textHead;
  private final byte[] openMetricsHead;
  private final byte[] protobufHead;

  Family(String name, Kind kind, String help) {
    this.kind = kind;
    plainCounter = kind == Kind.COUNTER && !name.endsWith(TOTAL);
    var base = strip(name, TOTAL);
    metadata = new MetricMetadata(strip(base, INFO), help);
    sampleName = name.getBytes(StandardCharsets.UTF_8);
    textHead = head(name, Escaping.help(help), kind.word());
    openMetricsHead =
        head(
            kind == Kind.COUNTER ? base : name,
            Escaping.quoted(help),
            plainCounter ? "unknown" : kind.word());
    protobufHead = Protobuf.familyHead(name, help, kind);
  }

  /** The client library keeps these endings to itself. */
  private static String strip(String name, String ending) {
    return name.endsWith(ending) ? name.substring(0, name.length() - ending.length()) : name;
  }

  private static byte[] head(String name, String help, String type) {
    return "# HELP %s %s\n# TYPE %s %s\n"
        .formatted(name, help, name, type)
        .getBytes(StandardCharsets.UTF_8);
  }

  Kind kind() {
    return kind;
  }

  /** Whether it is a counter whose name does not end in {@code _total}. */
  boolean plainCounter() {
    return plainCounter;
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
