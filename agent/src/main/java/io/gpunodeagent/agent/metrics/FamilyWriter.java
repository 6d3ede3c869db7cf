package io.gpunodeagent.agent.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Arrays;
import java.util.IdentityHashMap;

/** Writes one family of GPU series, rows in the order of GPUs, instances and links. */
final class FamilyWriter {

  private final RowLabels[] rows;
  private final double[] values;
  private final Family family;

  /**
   * Takes a family apart.
   *
   * @param rowOf the row each sample's labels belong to, by identity
   */
  FamilyWriter(Family family, MetricSnapshot snapshot, IdentityHashMap<Labels, RowLabels> rowOf) {
    this.family = family;
    var points = snapshot.getDataPoints();
    rows = new RowLabels[points.size()];
    values = new double[points.size()];
    var unordered = new RowLabels[points.size()];
    var places = new long[points.size()];
    for (int at = 0; at < places.length; at++) {
      unordered[at] = row(points.get(at), rowOf);
      places[at] = ((long) unordered[at].order() << Integer.SIZE) | at;
    }
    Arrays.sort(places);
    for (int at = 0; at < places.length; at++) {
      var from = (int) places[at];
      rows[at] = unordered[from];
      values[at] = value(points.get(from));
    }
  }

  private static RowLabels row(DataPointSnapshot point, IdentityHashMap<Labels, RowLabels> rowOf) {
    var row = rowOf.get(point.getLabels());
    if (row == null) {
      throw new IllegalStateException("no row for " + point.getLabels());
    }
    return row;
  }

  private static double value(DataPointSnapshot point) {
    return switch (point) {
      case GaugeDataPointSnapshot gauge -> gauge.getValue();
      case CounterDataPointSnapshot counter -> counter.getValue();
      default -> throw new IllegalStateException("neither gauge nor counter: " + point);
    };
  }

  void write(Format format, Bytes out) {
    switch (format) {
      case TEXT -> writeText(family.textHead(), out);
      case OPENMETRICS -> writeText(family.openMetricsHead(), out);
      case PROTOBUF -> writeProtobuf(out);
    }
  }

  private void writeText(byte[] head, Bytes out) {
    out.write(head);
    for (int at = 0; at < rows.length; at++) {
      out.write(family.sampleName());
      out.write(rows[at].text());
      out.write(' ');
      Decimal.write(values[at], out);
      out.write('\n');
    }
  }

  private void writeProtobuf(Bytes out) {
    var size = family.protobufHead().length;
    for (var row : rows) {
      size += Protobuf.metricSize(row);
    }
    Protobuf.varint(size, out);
    out.write(family.protobufHead());
    for (int at = 0; at < rows.length; at++) {
      Protobuf.metric(family.kind(), rows[at], values[at], out);
    }
  }
}
