// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.meters;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Micrometer's meters of one name, named as the client library names them. */
sealed interface JvmFamily {

  /** A meter and its labels. */
  record Labelled<M extends Meter>(M meter, Labels labels) {}

  /** Meters that go up and down. */
  record Gauges<M extends Meter>(
      MetricMetadata metadata, List<Labelled<M>> meters, ToDoubleFunction<M> value)
      implements JvmFamily {
    @Override
    public MetricSnapshot read() {
      var points = new ArrayList<GaugeDataPointSnapshot>(meters.size());
      for (var each : meters) {
        points.add(Families.gauge(each.labels, value.applyAsDouble(each.meter)));
      }
      return new GaugeSnapshot(metadata, points);
    }
  }

  /** Meters that only go up. */
  record Counters<M extends Meter>(
      MetricMetadata metadata, List<Labelled<M>> meters, ToDoubleFunction<M> value)
      implements JvmFamily {
    @Override
    public MetricSnapshot read() {
      var points = new ArrayList<CounterDataPointSnapshot>(meters.size());
      for (var each : meters) {
        points.add(Families.count(each.labels, value.applyAsDouble(each.meter)));
      }
      return new CounterSnapshot(metadata, points);
    }
  }

  /** How often, and how long in all (s). */
  record Timers(MetricMetadata metadata, List<Labelled<Timer>> meters) implements JvmFamily {
    @Override
    public MetricSnapshot read() {
      var points = new ArrayList<SummaryDataPointSnapshot>(meters.size());
      for (var each : meters) {
        points.add(
            new SummaryDataPointSnapshot(
                each.meter.count(),
                each.meter.totalTime(TimeUnit.SECONDS),
                Quantiles.EMPTY,
                each.labels,
                Exemplars.EMPTY,
                0));
      }
      return new SummarySnapshot(metadata, points);
    }
  }

  /** The values now. */
  MetricSnapshot read();

  /** All families of {@code registry}, by name. */
  static List<JvmFamily> of(MeterRegistry registry) {
    var byName = new TreeMap<String, List<Meter>>();
    for (var meter : registry.getMeters()) {
      byName.computeIfAbsent(meter.getId().getName(), _ -> new ArrayList<>()).add(meter);
    }
    var families = new ArrayList<JvmFamily>();
    byName.values().forEach(meters -> add(registry, meters, families));
    return families;
  }

  private static void add(MeterRegistry registry, List<Meter> meters, List<JvmFamily> to) {
    var naming = registry.config().namingConvention();
    var id = meters.getFirst().getId();
    var name = id.getConventionName(naming);
    var help = id.getDescription() == null ? " " : id.getDescription();
    switch (meters.getFirst()) {
      case Gauge _ ->
          to.add(
              new Gauges<>(
                  new MetricMetadata(name, help), as(Gauge.class, registry, meters), Gauge::value));
      case Counter _ ->
          to.add(
              new Counters<>(
                  total(name, help), as(Counter.class, registry, meters), Counter::count));
      case FunctionCounter _ ->
          to.add(
              new Counters<>(
                  total(name, help),
                  as(FunctionCounter.class, registry, meters),
                  FunctionCounter::count));
      case Timer _ -> {
        var timers = as(Timer.class, registry, meters);
        to.add(new Timers(new MetricMetadata(name, help), timers));
        to.add(
            new Gauges<>(
                new MetricMetadata(name + "_max", help),
                timers,
                timer -> timer.max(TimeUnit.SECONDS)));
      }
      default -> throw new IllegalStateException("no meter of the JVM is a " + id.getType());
    }
  }

  private static MetricMetadata total(String name, String help) {
    var end = "_total";
    return new MetricMetadata(
        name.endsWith(end) ? name.substring(0, name.length() - end.length()) : name, help);
  }

  private static <M extends Meter> List<Labelled<M>> as(
      Class<M> type, MeterRegistry registry, List<Meter> meters) {
    return meters.stream()
        .map(
            meter -> {
              var tags = meter.getId().getConventionTags(registry.config().namingConvention());
              return new Labelled<>(
                  type.cast(meter),
                  Labels.of(
                      tags.stream().map(Tag::getKey).toList(),
                      tags.stream().map(Tag::getValue).toList()));
            })
        .toList();
  }
}
