package io.gpunodeagent.agent.metrics;

/** The exposition formats on offer. */
enum Format {
  /** Prometheus' text format. */
  TEXT("text/plain; version=0.0.4; charset=utf-8"),
  /** OpenMetrics, what Prometheus asks for first by default. */
  OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8"),
  /** Length-delimited protobuf messages. */
  PROTOBUF(
      "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
          + " encoding=delimited");

  private final String contentType;

  Format(String contentType) {
    this.contentType = contentType;
  }

  String contentType() {
    return contentType;
  }
}
