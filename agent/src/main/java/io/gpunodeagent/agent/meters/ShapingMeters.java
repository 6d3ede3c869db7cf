// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.meters;

import static io.gpunodeagent.agent.meters.Families.counter;
import static io.gpunodeagent.agent.meters.Families.flag;
import static io.gpunodeagent.agent.meters.Families.gauge;

import io.gpunodeagent.agent.config.file.FileWatch;
import io.gpunodeagent.agent.persistence.ShapingStore;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.shaping.EnforcerReport;
import io.gpunodeagent.core.shaping.Knob;
import io.gpunodeagent.core.shaping.KnobState;
import io.gpunodeagent.core.shaping.Memory;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Serves how the enforcer of device settings fares, from the file it keeps: a privileged process
 * needs no port of its own then. Nothing is said where no rule is for GPUs and nobody enforces.
 */
public final class ShapingMeters {

  private final ShapingStore store;
  private final FileWatch watch;
  private final InstantSource clock;
  private final Supplier<PolicyRules> rules;
  private volatile Optional<EnforcerReport> latest;

  /**
   * Meters over the file.
   *
   * @param file empty when none is kept
   * @param rules as they are now
   */
  public ShapingMeters(Optional<Path> file, InstantSource clock, Supplier<PolicyRules> rules) {
    store = new ShapingStore(file);
    watch = new FileWatch(file.stream().toList(), clock.instant());
    this.clock = clock;
    this.rules = rules;
    latest = read();
  }

  /** How it fares now. */
  MetricSnapshots collect() {
    return snapshots(clock.instant());
  }

  /** Reads the file if it changed. */
  public void look() {
    if (watch.changed(clock.instant())) {
      latest = read();
    }
  }

  private Optional<EnforcerReport> read() {
    return store.recall("the state of enforce-device is unknown").map(Memory::report);
  }

  private MetricSnapshots snapshots(Instant now) {
    var report = latest.filter(each -> each.fresh(now));
    if (report.isEmpty() && !(store.named() && rules.get().shapeDevices())) {
      return MetricSnapshots.of();
    }
    var up =
        gauge(
            "gpu_device_shaping_up",
            "Whether enforce-device looked lately",
            report.isPresent() ? 1 : 0);
    return report
        .map(each -> MetricSnapshots.of(up, applied(each), changes(each), drifts(each)))
        .orElseGet(() -> MetricSnapshots.of(up));
  }

  private static MetricSnapshot applied(EnforcerReport report) {
    var points = new ArrayList<GaugeDataPointSnapshot>();
    for (var standing : report.standings()) {
      if (standing.rule().isPresent()) {
        points.add(flag(labels(standing), standing.applied()));
      }
    }
    return gauge(
        "gpu_policy_applied",
        "Whether a GPU was read to have the setting of a time-slice rule",
        points);
  }

  private static Labels labels(KnobState standing) {
    return Labels.of(
        "UUID",
        standing.knob().gpuUuid(),
        "field",
        standing.knob().field().label(),
        "rule",
        standing.rule().orElse(""),
        "desired",
        standing.desired().orElse(""),
        "actual",
        standing.actual().orElse("unknown"),
        "state",
        standing.state().label(),
        "dry_run",
        String.valueOf(standing.dryRun()));
  }

  private static MetricSnapshot changes(EnforcerReport report) {
    var points = new ArrayList<CounterDataPointSnapshot>();
    report
        .changes()
        .forEach(
            (change, count) ->
                points.add(
                    count(
                        Labels.of(
                            "UUID",
                            change.knob().gpuUuid(),
                            "field",
                            change.knob().field().label(),
                            "change",
                            change.change().label(),
                            "outcome",
                            change.done() ? "done" : "failed"),
                        count)));
    return counter(
        "gpu_policy_device_changes",
        "Settings of GPUs that enforce-device made or tried to, since its start",
        points);
  }

  private static MetricSnapshot drifts(EnforcerReport report) {
    var points = new ArrayList<CounterDataPointSnapshot>();
    report.drifts().forEach((knob, count) -> points.add(count(labels(knob), count)));
    return counter(
        "gpu_policy_drift",
        "Times another program changed a setting of enforce-device, which then set it again",
        points);
  }

  private static Labels labels(Knob knob) {
    return Labels.of("UUID", knob.gpuUuid(), "field", knob.field().label());
  }

  /** Another process counts, so that since when is not known. */
  private static CounterDataPointSnapshot count(Labels labels, long count) {
    return CounterDataPointSnapshot.builder().labels(labels).value((double) count).build();
  }
}
