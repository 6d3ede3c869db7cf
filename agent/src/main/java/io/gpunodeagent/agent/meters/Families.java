// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.meters;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes families of the client library. The name of a counter goes without {@code _total}. The
 * library checks names and labels each time it makes them, which costs more than reading the
 * values: so those that stay are kept. Safe for any number of threads.
 */
final class Families {

  /** By name. The names are constants of this package, so it does not grow. */
  private static final Map<String, MetricMetadata> KNOWN = new ConcurrentHashMap<>();

  /** By name and value of the only label. */
  private static final Map<String, Map<String, Labels>> LABELS = new ConcurrentHashMap<>();

  /** Since when the process counts; only protobuf carries it. */
  static final long STARTED = ManagementFactory.getRuntimeMXBean().getStartTime();

  private Families() {}

  /** A gauge. */
  static MetricSnapshot gauge(String name, String help, Collection<GaugeDataPointSnapshot> points) {
    return new GaugeSnapshot(metadata(name, help), points);
  }

  /** A gauge without labels. */
  static MetricSnapshot gauge(String name, String help, double value) {
    return gauge(name, help, List.of(gauge(Labels.EMPTY, value)));
  }

  static GaugeDataPointSnapshot gauge(Labels labels, double value) {
    return new GaugeDataPointSnapshot(value, labels, null);
  }

  /** 1 or 0. */
  static GaugeDataPointSnapshot flag(Labels labels, boolean value) {
    return gauge(labels, value ? 1 : 0);
  }

  /** A counter. */
  static MetricSnapshot counter(
      String name, String help, Collection<CounterDataPointSnapshot> points) {
    return new CounterSnapshot(metadata(name, help), points);
  }

  /** A counter without labels. */
  static MetricSnapshot counter(String name, String help, double value) {
    return counter(name, help, List.of(count(Labels.EMPTY, value)));
  }

  /** A counter without labels. */
  static MetricSnapshot counter(String name, String help, long count) {
    return counter(name, help, (double) count);
  }

  static CounterDataPointSnapshot count(Labels labels, long count) {
    return count(labels, (double) count);
  }

  static CounterDataPointSnapshot count(Labels labels, double value) {
    return new CounterDataPointSnapshot(value, labels, null, STARTED);
  }

  /** One label, kept: only for values of which there are few in the life of a process. */
  static Labels label(String name, String value) {
    return LABELS
        .computeIfAbsent(name, _ -> new ConcurrentHashMap<>())
        .computeIfAbsent(value, _ -> Labels.of(name, value));
  }

  private static MetricMetadata metadata(String name, String help) {
    return KNOWN.computeIfAbsent(name, _ -> new MetricMetadata(name, help));
  }
}
