// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.otlp;

import io.gpunodeagent.agent.metrics.format.Bytes;
import io.gpunodeagent.agent.metrics.format.Rotating;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.Objects;

/**
 * Encodes the agent's own meters under the names that a scrape shows. See {@link FamilyEncoder}.
 */
final class MeterEncoder {

  private static final byte[] NOTHING = {};

  private final Rotating<MetricMetadata, Known> known = new Rotating<>();
  private final Rotating<Labels, byte[]> attributes = new Rotating<>();
  private final Bytes points = new Bytes(1 << 12);

  private record Known(MetricHead head, Starts<Labels> starts) {}

  /** Writes them; returns how many points they have. */
  int write(MetricSnapshots meters, long at, Bytes out) {
    int written = 0;
    for (var meter : meters) {
      if (!meter.getDataPoints().isEmpty()) {
        var of = known.get(meter.getMetadata(), _ -> new Known(head(meter), new Starts<>(true)));
        points.clear();
        points(meter, of.starts(), at);
        of.head().write(points, out);
        written += meter.getDataPoints().size();
      }
    }
    known.forEach(one -> one.starts().turn());
    known.turn();
    attributes.turn();
    return written;
  }

  private static MetricHead head(MetricSnapshot meter) {
    var name = meter.getMetadata().getPrometheusName();
    return switch (meter) {
      case GaugeSnapshot _ -> head(meter, name, MetricHead.Data.GAUGE);
      case CounterSnapshot _ -> head(meter, name + "_total", MetricHead.Data.COUNTER);
      case InfoSnapshot _ -> head(meter, name + "_info", MetricHead.Data.GAUGE);
      case SummarySnapshot _ -> head(meter, name, MetricHead.Data.SUMMARY);
      default -> throw new IllegalStateException("no meter of the agent is a " + meter.getClass());
    };
  }

  private static MetricHead head(MetricSnapshot meter, String name, MetricHead.Data data) {
    var help = Objects.requireNonNullElse(meter.getMetadata().getHelp(), "");
    return MetricHead.of(name, help, "", data);
  }

  private void points(MetricSnapshot meter, Starts<Labels> starts, long at) {
    switch (meter) {
      case GaugeSnapshot gauge -> {
        for (var point : gauge.getDataPoints()) {
          NumberPoints.gauge(of(point.getLabels()), NOTHING, at, point.getValue(), points);
        }
      }
      case CounterSnapshot counter -> {
        for (var point : counter.getDataPoints()) {
          long start = starts.of(point.getLabels(), point.getValue(), at);
          NumberPoints.sum(
              of(point.getLabels()), NOTHING, start, at, false, point.getValue(), points);
        }
      }
      case InfoSnapshot info -> {
        for (var point : info.getDataPoints()) {
          NumberPoints.gauge(of(point.getLabels()), NOTHING, at, 1, points);
        }
      }
      case SummarySnapshot summary -> {
        for (var point : summary.getDataPoints()) {
          long start = starts.of(point.getLabels(), (double) point.getCount(), at);
          NumberPoints.summary(
              of(point.getLabels()), start, at, point.getCount(), point.getSum(), points);
        }
      }
      default -> throw new IllegalStateException("no meter of the agent is a " + meter.getClass());
    }
  }

  private byte[] of(Labels labels) {
    return attributes.get(labels, MeterEncoder::encoded);
  }

  private static byte[] encoded(Labels labels) {
    var encoded = new Attributes(NumberPoints.ATTRIBUTES);
    labels.forEach(label -> encoded.put(label.getName(), label.getValue()));
    return encoded.toByteArray();
  }
}
