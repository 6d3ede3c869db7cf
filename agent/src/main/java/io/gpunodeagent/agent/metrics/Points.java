package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.metrics.catalogue.Kind;
import io.gpunodeagent.agent.metrics.catalogue.Samples;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the samples of one family. A number that is none, and a counter below zero, are readings
 * that went wrong: they are left out like any other absent value.
 */
final class Points implements Samples {

  /** The time of a sample is that of the scrape. */
  private static final long NO_TIMESTAMP = 0;

  private final Family family;
  private final IdentityHashMap<Labels, RowLabels> seen;
  private final List<GaugeDataPointSnapshot> gauges = new ArrayList<>();
  private final List<CounterDataPointSnapshot> counters = new ArrayList<>();
  private @Nullable RowLabels row;

  /**
   * For {@code family}.
   *
   * @param seen remembers which row the labels of each sample belong to
   */
  Points(Family family, IdentityHashMap<Labels, RowLabels> seen) {
    this.family = family;
    this.seen = seen;
  }

  /** Says which row the next samples are of. */
  void at(RowLabels labels) {
    row = labels;
  }

  @Override
  public void add(double value) {
    add(current(), value);
  }

  @Override
  public void add(Extra extra, double value) {
    add(current().with(extra), value);
  }

  /** A text is no sample; only metrics of kind label have one. */
  @Override
  public void text(String value) {}

  private RowLabels current() {
    if (row == null) {
      throw new IllegalStateException("no row yet");
    }
    return row;
  }

  private void add(RowLabels labels, double value) {
    if (!Double.isFinite(value)) {
      return;
    }
    if (family.kind() != Kind.COUNTER) {
      gauges.add(new GaugeDataPointSnapshot(value, labels.labels(), null, NO_TIMESTAMP));
    } else if (value >= 0) {
      counters.add(new CounterDataPointSnapshot(value, labels.labels(), null, NO_TIMESTAMP));
    } else {
      return;
    }
    seen.put(labels.labels(), labels);
  }

  boolean isEmpty() {
    return gauges.isEmpty() && counters.isEmpty();
  }

  MetricSnapshot snapshot() {
    return family.kind() == Kind.COUNTER
        ? new CounterSnapshot(family.metadata(), counters)
        : new GaugeSnapshot(family.metadata(), gauges);
  }
}
