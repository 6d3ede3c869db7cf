// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue.formula;

import io.gpunodeagent.agent.metrics.catalogue.metric.Held;
import io.gpunodeagent.agent.metrics.catalogue.metric.Samples;
import io.gpunodeagent.agent.metrics.catalogue.metric.Samples.Extra;
import io.gpunodeagent.agent.metrics.catalogue.metric.StateAt;
import io.gpunodeagent.agent.metrics.catalogue.metric.UseMetric.Reader;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.PodDecision.Kind;
import io.gpunodeagent.core.policy.decision.Verdict;
import io.gpunodeagent.core.policy.decision.VerdictEvidence;
import java.util.Map;
import java.util.TreeMap;

/** What the policies say. Whatever cannot be at now is absent: it must not look like a mark. */
public final class PolicyMetrics {

  private static final String DRY_RUN = "dry_run";
  private static final String POLICY = "policy";

  /** Of a container and a device it holds. */
  public static final Map<String, Reader<Held>> ALLOCATIONS =
      Map.of(
          "gpu_allocation_reclaimable", PolicyMetrics::reclaimable,
          "gpu_allocation_reclaim_excluded", PolicyMetrics::excluded,
          "gpu_allocation_reclaim_timestamp_seconds", PolicyMetrics::reclaimAt,
          "gpu_allocation_over_limit_seconds", PolicyMetrics::overLimit,
          "gpu_allocation_limit_use_ratio", PolicyMetrics::limitUse);

  /** Of the node. */
  public static final Map<String, Reader<StateAt>> NODE =
      Map.of("gpu_policy_decisions", PolicyMetrics::decisions);

  private PolicyMetrics() {}

  private static Extra of(PodDecision decision) {
    return new Extra(rule(decision), Map.of());
  }

  private static Map<String, String> rule(PodDecision decision) {
    return Map.of(POLICY, decision.rule(), DRY_RUN, String.valueOf(decision.dryRun()));
  }

  private static void reclaimable(Held held, Samples out) {
    held.ruled()
        .by(Kind.IDLE)
        .filter(decision -> decision.verdict() != Verdict.UNKNOWN)
        .ifPresent(decision -> out.add(of(decision), decision.marked() ? 1 : 0));
  }

  private static void excluded(Held held, Samples out) {
    held.ruled().untouchable().stream()
        .sorted()
        .forEach(reason -> out.add(Words.label("reason", reason.label()), 1));
  }

  private static void reclaimAt(Held held, Samples out) {
    held.ruled()
        .by(Kind.IDLE)
        .ifPresent(
            decision ->
                decision
                    .reclaimAt()
                    .ifPresent(at -> out.add(of(decision), at.toEpochMilli() / 1e3)));
  }

  private static void overLimit(Held held, Samples out) {
    held.ruled()
        .by(Kind.TIME_SLICE)
        .filter(decision -> decision.verdict() != Verdict.UNKNOWN)
        .ifPresent(
            decision -> {
              if (decision.evidence() instanceof VerdictEvidence.TimeSlice grounds) {
                out.add(of(decision), grounds.lasting().toNanos() / 1e9);
              }
            });
  }

  private static void limitUse(Held held, Samples out) {
    held.ruled()
        .by(Kind.TIME_SLICE)
        .ifPresent(
            decision -> {
              if (decision.evidence() instanceof VerdictEvidence.TimeSlice grounds) {
                for (var each : grounds.violations()) {
                  if (each.allocation().device().equals(held.device().device())
                      && held.holds(each.allocation().container())) {
                    var labels = new TreeMap<>(rule(decision));
                    labels.put("limit", Words.of(each.limit()));
                    out.add(new Extra(labels, Map.of()), each.actual() / each.allowed());
                  }
                }
              }
            });
  }

  private static void decisions(StateAt at, Samples out) {
    var counts = new TreeMap<String, Counted>();
    for (var decision : at.state().policies().decisions()) {
      var labels = new TreeMap<>(rule(decision));
      labels.put("kind", decision.kind().label());
      labels.put("stage", decision.stage().label());
      counts.merge(
          labels.toString(),
          new Counted(labels, 1),
          (one, other) -> new Counted(one.labels(), one.count() + other.count()));
    }
    counts.values().forEach(each -> out.add(new Extra(each.labels(), Map.of()), each.count()));
  }

  private record Counted(Map<String, String> labels, long count) {}
}
