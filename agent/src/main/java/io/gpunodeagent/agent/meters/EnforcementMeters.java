package io.gpunodeagent.agent.meters;

import static io.gpunodeagent.agent.meters.Families.count;
import static io.gpunodeagent.agent.meters.Families.counter;

import io.gpunodeagent.agent.enforcement.EnforcementStatus;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/** Counts what is done to pods. */
final class EnforcementMeters {

  private EnforcementMeters() {}

  static MetricSnapshot of(EnforcementStatus status) {
    var family =
        counter(
            "gpu_policy_actions",
            "What policies did to pods, or would have done in a dry run, by outcome");
    status.actions().forEach((action, times) -> family.dataPoint(count(labels(action), times)));
    return family.build();
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
