// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.json.KeyReadings;
import io.gpunodeagent.core.attribution.Attribution;
import io.gpunodeagent.core.health.HealthSignals;
import io.gpunodeagent.core.labels.Labels;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.usage.evidence.UsageSignals;
import java.util.HashSet;

/** What must be read of each GPU. */
public final class ReadingPlan {

  private ReadingPlan() {}

  /** What labels and health need, for who says nothing else of the node. */
  public static SamplingPlan ofLabelsAndHealth() {
    var signals = new HashSet<Signal<?>>(Labels.signals());
    signals.addAll(HealthSignals.SIGNALS);
    return new SamplingPlan(signals, false);
  }

  /** What metrics, page, API, labels and judgement need. */
  static SamplingPlan of(Outcome.Valid valid) {
    var metrics = valid.counters().selection().plan(valid.config().metrics());
    var signals = new HashSet<Signal<?>>(metrics.signals());
    signals.addAll(KeyReadings.SIGNALS);
    signals.addAll(Labels.signals());
    signals.addAll(UsageSignals.ALL);
    signals.addAll(HealthSignals.SIGNALS);
    return new SamplingPlan(signals, SamplingPlan.Processes.NOTHING).and(Attribution.PLAN);
  }
}
