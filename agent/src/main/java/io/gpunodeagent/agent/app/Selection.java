package io.gpunodeagent.agent.app;

import io.gpunodeagent.agent.attribution.Attribution;
import io.gpunodeagent.agent.health.HealthSignals;
import io.gpunodeagent.agent.labels.Labels;
import io.gpunodeagent.agent.metrics.CountersFile;
import io.gpunodeagent.agent.metrics.MetricSelection;
import io.gpunodeagent.agent.metrics.MetricsConfig;
import io.gpunodeagent.agent.snapshot.SamplingPlan;
import io.gpunodeagent.agent.snapshot.Signal;
import io.gpunodeagent.agent.usage.UsageSignals;
import io.gpunodeagent.agent.web.NodePage;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The metrics to serve and what must be read for them.
 *
 * @param metrics to serve
 * @param leftOut lines of the counters file that cannot be served, each with its reason
 */
record Selection(MetricSelection metrics, List<String> leftOut) {

  /** The selection of {@code config}; empty when its counters file cannot be read. */
  static Optional<Selection> of(MetricsConfig config) {
    if (config.countersFile().isEmpty()) {
      return Optional.of(new Selection(MetricSelection.defaults(), List.of()));
    }
    return switch (CountersFile.read(config.countersFile().get())) {
      case CountersFile.Loaded(var metrics, var problems) ->
          Optional.of(new Selection(metrics, problems.stream().map(Object::toString).toList()));
      case CountersFile.Unreadable unreadable -> Optional.empty();
    };
  }

  /** What metrics, page, labels and judgement need. */
  SamplingPlan plan(MetricsConfig config) {
    var signals = new HashSet<Signal<?>>(metrics.plan(config).signals());
    signals.addAll(NodePage.SIGNALS);
    signals.addAll(Labels.signals());
    signals.addAll(UsageSignals.ALL);
    signals.addAll(HealthSignals.SIGNALS);
    return new SamplingPlan(signals, SamplingPlan.Processes.NOTHING).and(Attribution.PLAN);
  }
}
