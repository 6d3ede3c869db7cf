// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.format;

import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes the agent's own meters, to the byte as the client library does. The library's text writers
 * hold a {@link java.io.BufferedWriter}, which on a virtual thread, such as a scrape's, grows by a
 * character at a time and copies itself at each. What stays from scrape to scrape, heads and
 * labels, is encoded once. Confined to one thread at a time.
 */
public final class MeterWriter {

  private static final String TOTAL = "_total";
  private static final String INFO = "_info";

  private final Rotating<MetricMetadata, byte[]> textHeads = new Rotating<>();
  private final Rotating<MetricMetadata, byte[]> openMetricsHeads = new Rotating<>();
  private final Rotating<Labels, byte[]> labels = new Rotating<>();

  /** Writes them, and the end mark that OpenMetrics wants. */
  public void write(MetricSnapshots meters, Format format, Bytes out) {
    switch (format) {
      case TEXT -> write(meters, false, out);
      case OPENMETRICS -> {
        write(meters, true, out);
        out.write("# EOF\n");
      }
      case PROTOBUF -> writeProtobuf(meters, out);
    }
  }

  /** Forgets what was not written since the previous call. */
  public void endOfSnapshot() {
    textHeads.turn();
    openMetricsHeads.turn();
    labels.turn();
  }

  private static void writeProtobuf(MetricSnapshots meters, Bytes out) {
    try {
      new PrometheusProtobufWriter().write(out, meters);
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
  }

  private void write(MetricSnapshots meters, boolean openMetrics, Bytes out) {
    var heads = openMetrics ? openMetricsHeads : textHeads;
    for (var meter : meters) {
      if (!meter.getDataPoints().isEmpty()) {
        out.write(heads.get(meter.getMetadata(), _ -> head(meter, openMetrics)));
        samples(meter, out);
      }
    }
  }

  private static byte[] head(MetricSnapshot meter, boolean openMetrics) {
    var name = meter.getMetadata().getPrometheusName();
    return switch (meter) {
      case GaugeSnapshot _ -> head(meter, name, "gauge", openMetrics);
      case CounterSnapshot _ ->
          head(meter, openMetrics ? name : name + TOTAL, "counter", openMetrics);
      case InfoSnapshot _ ->
          head(
              meter, openMetrics ? name : name + INFO, openMetrics ? "info" : "gauge", openMetrics);
      case SummarySnapshot _ -> head(meter, name, "summary", openMetrics);
      default -> throw new IllegalStateException("no meter of the agent is a " + meter.getClass());
    };
  }

  private static byte[] head(MetricSnapshot meter, String name, String type, boolean openMetrics) {
    var help = meter.getMetadata().getHelp();
    var typed = "# TYPE " + name + ' ' + type + '\n';
    if (help == null) {
      return typed.getBytes(StandardCharsets.UTF_8);
    }
    var start = "# HELP " + name + ' ';
    var head =
        openMetrics
            ? typed + start + Escaping.quoted(help) + '\n'
            : start + Escaping.help(help) + '\n' + typed;
    return head.getBytes(StandardCharsets.UTF_8);
  }

  private void samples(MetricSnapshot meter, Bytes out) {
    var name = meter.getMetadata().getPrometheusName();
    switch (meter) {
      case GaugeSnapshot gauge -> {
        for (var point : gauge.getDataPoints()) {
          sample(name, point.getLabels(), point.getValue(), out);
        }
      }
      case CounterSnapshot counter -> {
        var total = name + TOTAL;
        for (var point : counter.getDataPoints()) {
          sample(total, point.getLabels(), point.getValue(), out);
        }
      }
      case InfoSnapshot info -> {
        for (var point : info.getDataPoints()) {
          sample(name + INFO, point.getLabels(), 1, out);
        }
      }
      case SummarySnapshot summary -> {
        for (var point : summary.getDataPoints()) {
          sums(name, point, out);
        }
      }
      default -> throw new IllegalStateException("no meter of the agent is a " + meter.getClass());
    }
  }

  private void sums(String name, SummarySnapshot.SummaryDataPointSnapshot point, Bytes out) {
    if (point.getQuantiles().size() > 0) {
      throw new IllegalStateException("no meter of the agent has quantiles, but " + name + " has");
    }
    sample(name + "_count", point.getLabels(), point.getCount(), out);
    sample(name + "_sum", point.getLabels(), point.getSum(), out);
  }

  private void sample(String name, Labels of, double value, Bytes out) {
    named(name, of, out);
    out.write(Double.isFinite(value) ? Double.toString(value) : infinite(value));
    out.write('\n');
  }

  private void sample(String name, Labels of, long value, Bytes out) {
    named(name, of, out);
    out.write(Long.toString(value));
    out.write('\n');
  }

  private static String infinite(double value) {
    return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
  }

  private void named(String name, Labels of, Bytes out) {
    out.write(name);
    if (of.isEmpty()) {
      out.write(' ');
    } else {
      out.write(labels.get(of, MeterWriter::encoded));
    }
  }

  private static byte[] encoded(Labels labels) {
    var text = new StringBuilder();
    var separator = '{';
    for (var label : labels) {
      text.append(separator).append(label.getName()).append("=\"");
      text.append(Escaping.quoted(label.getValue())).append('"');
      separator = ',';
    }
    return text.append("} ").toString().getBytes(StandardCharsets.UTF_8);
  }
}
