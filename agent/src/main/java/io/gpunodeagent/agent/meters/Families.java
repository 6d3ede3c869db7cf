package io.gpunodeagent.agent.meters;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.lang.management.ManagementFactory;

/** Makes families of the client library. The name of a counter goes without {@code _total}. */
final class Families {

  /** Since when the process counts; only protobuf carries it. */
  private static final long STARTED = ManagementFactory.getRuntimeMXBean().getStartTime();

  private Families() {}

  static GaugeSnapshot.Builder gauge(String name, String help) {
    return GaugeSnapshot.builder().name(name).help(help);
  }

  /** A gauge without labels. */
  static MetricSnapshot gauge(String name, String help, double value) {
    return gauge(name, help).dataPoint(gauge(Labels.EMPTY, value)).build();
  }

  static GaugeDataPointSnapshot gauge(Labels labels, double value) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  /** 1 or 0. */
  static GaugeDataPointSnapshot flag(Labels labels, boolean value) {
    return gauge(labels, value ? 1 : 0);
  }

  static CounterSnapshot.Builder counter(String name, String help) {
    return CounterSnapshot.builder().name(name).help(help);
  }

  /** A counter without labels. */
  static MetricSnapshot counter(String name, String help, double value) {
    return counter(name, help).dataPoint(count(Labels.EMPTY, value)).build();
  }

  /** A counter without labels. */
  static MetricSnapshot counter(String name, String help, long count) {
    return counter(name, help, (double) count);
  }

  static CounterDataPointSnapshot count(Labels labels, long count) {
    return count(labels, (double) count);
  }

  private static CounterDataPointSnapshot count(Labels labels, double value) {
    return CounterDataPointSnapshot.builder()
        .labels(labels)
        .value(value)
        .createdTimestampMillis(STARTED)
        .build();
  }
}
