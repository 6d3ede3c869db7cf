package io.gpunodeagent.agent.app;

import io.gpunodeagent.agent.attribution.Attribution;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.health.HealthSignals;
import io.gpunodeagent.agent.labels.Labels;
import io.gpunodeagent.agent.snapshot.SamplingPlan;
import io.gpunodeagent.agent.snapshot.Signal;
import io.gpunodeagent.agent.usage.UsageSignals;
import io.gpunodeagent.agent.web.NodePage;
import java.util.HashSet;

/** What must be read of each GPU. */
final class ReadingPlan {

  private ReadingPlan() {}

  /** What metrics, page, labels and judgement need. */
  static SamplingPlan of(Outcome.Valid valid) {
    var metrics = valid.counters().selection().plan(valid.config().metrics());
    var signals = new HashSet<Signal<?>>(metrics.signals());
    signals.addAll(NodePage.SIGNALS);
    signals.addAll(Labels.signals());
    signals.addAll(UsageSignals.ALL);
    signals.addAll(HealthSignals.SIGNALS);
    return new SamplingPlan(signals, SamplingPlan.Processes.NOTHING).and(Attribution.PLAN);
  }
}
