// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.meters;

import static io.gpunodeagent.agent.meters.Families.count;
import static io.gpunodeagent.agent.meters.Families.counter;

import io.gpunodeagent.agent.enforcement.EnforcementStatus;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;

/** Counts what is done to pods. */
final class EnforcementMeters {

  private EnforcementMeters() {}

  static MetricSnapshot of(EnforcementStatus status) {
    var points = new ArrayList<CounterDataPointSnapshot>();
    status.actions().forEach((action, times) -> points.add(count(labels(action), times)));
    return counter(
        "gpu_policy_actions",
        "What policies did to pods, or would have done in a dry run, by outcome",
        points);
  }

  private static Labels labels(EnforcementStatus.Action action) {
    return Labels.of(
        "action",
        action.action(),
        "outcome",
        action.outcome(),
        "dry_run",
        String.valueOf(action.dryRun()));
  }
}
