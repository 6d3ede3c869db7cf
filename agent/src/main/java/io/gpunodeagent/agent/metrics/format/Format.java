// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.format;

/** The exposition formats on offer. */
public enum Format {
  /** Prometheus' text format. */
  TEXT("text/plain; version=0.0.4; charset=utf-8"),
  /**
   * OpenMetrics 1.0, what Prometheus asks for first by default. Its counters must end in {@code
   * _total}; one that does not can only be called {@code unknown}.
   */
  OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8"),
  /** Length-delimited protobuf messages. */
  PROTOBUF(
      "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
          + " encoding=delimited");

  private final String contentType;

  Format(String contentType) {
    this.contentType = contentType;
  }

  public String contentType() {
    return contentType;
  }

  /** Whether it can call a counter a counter whose name does not end in {@code _total}. */
  boolean typesPlainCounters() {
    return switch (this) {
      case TEXT, PROTOBUF -> true;
      case OPENMETRICS -> false;
    };
  }
}
