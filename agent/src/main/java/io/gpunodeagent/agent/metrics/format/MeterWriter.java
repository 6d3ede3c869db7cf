package io.gpunodeagent.agent.metrics.format;

import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes the agent's own meters, to the byte as the client library does. The library's text writers
 * hold a {@link java.io.BufferedWriter}, which on a virtual thread, such as a scrape's, grows by a
 * character at a time and copies itself at each.
 */
public final class MeterWriter {

  private final boolean openMetrics;
  private final Bytes out;

  private MeterWriter(boolean openMetrics, Bytes out) {
    this.openMetrics = openMetrics;
    this.out = out;
  }

  /** Writes them, and the end mark that OpenMetrics wants. */
  public static void write(MetricSnapshots meters, Format format, Bytes out) {
    switch (format) {
      case TEXT -> new MeterWriter(false, out).write(meters);
      case OPENMETRICS -> {
        new MeterWriter(true, out).write(meters);
        out.write("# EOF\n");
      }
      case PROTOBUF -> writeProtobuf(meters, out);
    }
  }

  private static void writeProtobuf(MetricSnapshots meters, Bytes out) {
    try {
      new PrometheusProtobufWriter().write(out, meters);
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
  }

  private void write(MetricSnapshots meters) {
    for (var meter : meters) {
      if (!meter.getDataPoints().isEmpty()) {
        write(meter);
      }
    }
  }

  private void write(MetricSnapshot meter) {
    var name = meter.getMetadata().getPrometheusName();
    switch (meter) {
      case GaugeSnapshot gauge -> {
        head(meter, name, "gauge");
        gauge.getDataPoints().forEach(point -> sample(name, point.getLabels(), point.getValue()));
      }
      case CounterSnapshot counter -> {
        head(meter, openMetrics ? name : name + "_total", "counter");
        counter
            .getDataPoints()
            .forEach(point -> sample(name + "_total", point.getLabels(), point.getValue()));
      }
      case InfoSnapshot info -> {
        head(meter, openMetrics ? name : name + "_info", openMetrics ? "info" : "gauge");
        info.getDataPoints().forEach(point -> sample(name + "_info", point.getLabels(), 1));
      }
      case SummarySnapshot summary -> {
        head(meter, name, "summary");
        summary.getDataPoints().forEach(point -> sums(name, point));
      }
      default -> throw new IllegalStateException("no meter of the agent is a " + meter.getClass());
    }
  }

  private void sums(String name, SummarySnapshot.SummaryDataPointSnapshot point) {
    if (point.getQuantiles().size() > 0) {
      throw new IllegalStateException("no meter of the agent has quantiles, but " + name + " has");
    }
    sample(name + "_count", point.getLabels(), point.getCount());
    sample(name + "_sum", point.getLabels(), point.getSum());
  }

  private void head(MetricSnapshot meter, String name, String type) {
    var help = meter.getMetadata().getHelp();
    if (openMetrics) {
      out.write("# TYPE " + name + ' ' + type + '\n');
      if (help != null) {
        out.write("# HELP " + name + ' ' + Escaping.quoted(help) + '\n');
      }
    } else {
      if (help != null) {
        out.write("# HELP " + name + ' ' + Escaping.help(help) + '\n');
      }
      out.write("# TYPE " + name + ' ' + type + '\n');
    }
  }

  private void sample(String name, Labels labels, double value) {
    sample(name, labels);
    out.write(Double.isFinite(value) ? Double.toString(value) : infinite(value));
    out.write('\n');
  }

  private static String infinite(double value) {
    return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
  }

  private void sample(String name, Labels labels, long value) {
    sample(name, labels);
    out.write(Long.toString(value));
    out.write('\n');
  }

  private void sample(String name, Labels labels) {
    out.write(name);
    var separator = '{';
    for (var label : labels) {
      out.write(separator);
      out.write(label.getName());
      out.write("=\"");
      out.write(Escaping.quoted(label.getValue()));
      out.write('"');
      separator = ',';
    }
    out.write(labels.isEmpty() ? " " : "} ");
  }
}
