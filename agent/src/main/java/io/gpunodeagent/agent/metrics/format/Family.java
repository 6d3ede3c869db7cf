// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.format;

import io.gpunodeagent.agent.metrics.catalogue.metric.Kind;
import java.nio.charset.StandardCharsets;

/**
 * A family of GPU series, with its name as each format needs it.
 *
 * <p>DCGM's counters do not end in {@code _total}, and dashboards ask for the exact name. Text
 * 0.0.4 and protobuf allow a counter of any name. OpenMetrics does not, so there such a family is
 * typed {@code unknown}; only a client that accepts nothing else sees that.
 */
public final class Family {

  private static final String TOTAL = "_total";
  private static final String INFO = "_info";

  private final String name;
  private final Kind kind;
  private final String help;
  private final boolean plainCounter;
  private final String baseName;
  private final byte[] sampleName;
  private final byte[] textHead;
  private final byte[] openMetricsHead;
  private final byte[] protobufHead;

  public Family(String name, Kind kind, String help) {
    this.name = name;
    this.kind = kind;
    this.help = help;
    plainCounter = kind == Kind.COUNTER && !name.endsWith(TOTAL);
    var base = strip(name, TOTAL);
    baseName = strip(base, INFO);
    sampleName = name.getBytes(StandardCharsets.UTF_8);
    textHead = head(name, Escaping.help(help), kind.word());
    openMetricsHead =
        head(
            kind == Kind.COUNTER ? base : name,
            Escaping.quoted(help),
            plainCounter ? "unknown" : kind.word());
    protobufHead = Protobuf.familyHead(name, help, kind);
  }

  private static String strip(String name, String ending) {
    return name.endsWith(ending) ? name.substring(0, name.length() - ending.length()) : name;
  }

  private static byte[] head(String name, String help, String type) {
    return "# HELP %s %s\n# TYPE %s %s\n"
        .formatted(name, help, name, type)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Its name without the endings {@code _total} and {@code _info}: families are in this order. */
  public String baseName() {
    return baseName;
  }

  /** The whole name, as samples have it. */
  public String name() {
    return name;
  }

  /** What it says of itself, not escaped. */
  public String help() {
    return help;
  }

  public Kind kind() {
    return kind;
  }

  /** Whether it is a counter whose name does not end in {@code _total}. */
  public boolean plainCounter() {
    return plainCounter;
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
