package io.gpunodeagent.agent.metrics.catalogue;

import static io.gpunodeagent.agent.metrics.catalogue.UseMetric.gauge;

import io.gpunodeagent.agent.metrics.catalogue.Samples.Extra;
import io.gpunodeagent.core.policy.PodDecision;
import io.gpunodeagent.core.policy.PodDecision.Kind;
import io.gpunodeagent.core.policy.Verdict;
import io.gpunodeagent.core.policy.VerdictEvidence;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the policies say. Whatever cannot be told now is absent: it must not look like a mark. */
final class PolicyMetrics {

  private static final String RULES = "policies";
  private static final String DRY_RUN = "dry_run";
  private static final String POLICY = "policy";
  private static final String OF_RULE = "policy, dry_run";

  private PolicyMetrics() {}

  /** Series of a container and a device it holds. */
  static List<UseMetric<Held>> allocations() {
    return List.of(
        gauge(
                "gpu_allocation_reclaimable",
                "0/1",
                "1 when an idle policy gives the allocation up after its notice",
                RULES,
                PolicyMetrics::reclaimable)
            .labelled(OF_RULE),
        gauge(
                "gpu_allocation_reclaim_excluded",
                "1",
                "Why no policy and nobody else may reclaim the allocation",
                "pods",
                PolicyMetrics::excluded)
            .labelled("reason"),
        gauge(
                "gpu_allocation_reclaim_timestamp_seconds",
                "Unix time",
                "When the notice of an announced allocation is over",
                RULES,
                PolicyMetrics::reclaimAt)
            .labelled(OF_RULE),
        gauge(
                "gpu_allocation_over_limit_seconds",
                "s",
                "How long the pod has exceeded a limit of a time-slice policy, 0 within its limits",
                RULES,
                PolicyMetrics::overLimit)
            .labelled(OF_RULE),
        gauge(
                "gpu_allocation_limit_use_ratio",
                "ratio",
                "What is used of a limit that is exceeded; 1 is all that is tolerated",
                RULES,
                PolicyMetrics::limitUse)
            .labelled("limit, " + OF_RULE));
  }

  /** Series of the node. */
  static List<UseMetric<Told>> node() {
    return List.of(
        gauge(
                "gpu_policy_decisions",
                "count",
                "Pods by the policy they fall under and how far they are",
                RULES,
                PolicyMetrics::decisions)
            .labelled("kind, stage, " + OF_RULE));
  }

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

  private static void decisions(Told told, Samples out) {
    var counts = new TreeMap<String, Counted>();
    for (var decision : told.state().policies().decisions()) {
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
