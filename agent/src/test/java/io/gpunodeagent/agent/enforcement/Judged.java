// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.PodDecision.Kind;
import io.gpunodeagent.core.policy.decision.PodDecision.PodRef;
import io.gpunodeagent.core.policy.decision.PodDecision.SeenContainer;
import io.gpunodeagent.core.policy.decision.Stage;
import io.gpunodeagent.core.policy.decision.Verdict;
import io.gpunodeagent.core.policy.decision.VerdictEvidence;
import io.gpunodeagent.core.policy.rule.ActivityCriteria;
import io.gpunodeagent.core.policy.rule.IdleRule;
import io.gpunodeagent.core.policy.rule.Match;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.sources.PodBuilder;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.usage.clock.UsageRules;
import io.gpunodeagent.core.usage.evidence.Evidence.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Pods and what the rules say of them, as tests want them. */
public final class Judged {

  /** The rule that decisions are by. */
  public static final String RULE = "notebooks";

  static final Instant IDLE_SINCE = Instant.parse("2026-05-01T09:00:00Z");
  static final Instant RECLAIM_AT = Instant.parse("2026-05-01T10:10:00Z");

  private Judged() {}

  /** A running pod in {@code team-a} with one container, in no gang. */
  static PodInfo pod(String name, Map<String, String> annotations) {
    return pod(name, PodInfo.Gang.ALONE, annotations);
  }

  static PodInfo pod(String name, PodInfo.Gang gang, Map<String, String> annotations) {
    return new PodBuilder("uid-" + name, "team-a", name)
        .containers(List.of(container(name, 0)))
        .gang(gang)
        .annotations(annotations)
        .build();
  }

  static PodInfo.Container container(String id, int restarts) {
    return new PodInfo.Container(
        "main", Optional.of("id-" + id), PodInfo.Kind.MAIN, Optional.empty(), restarts);
  }

  static PodInfo with(PodInfo pod, Map<String, String> annotations) {
    var all = new HashMap<>(pod.annotations());
    all.putAll(annotations);
    return pod(pod.name(), pod.gang(), all);
  }

  /** What an idle rule that evicts says of {@code pod} at {@code stage}. */
  public static PodDecision decision(PodInfo pod, Stage stage) {
    return decision(pod, stage, PolicyAction.EVICT, false);
  }

  /** What an idle rule says. */
  public static PodDecision decision(
      PodInfo pod, Stage stage, PolicyAction granted, boolean dryRun) {
    return new PodDecision(
        new PodRef(pod.namespace(), pod.name(), Optional.of(pod.uid())),
        pod.containers().stream()
            .map(
                one ->
                    new SeenContainer(
                        one.name(), one.containerId(), OptionalInt.of(one.restarts())))
            .toList(),
        Kind.IDLE,
        RULE,
        PolicyAction.EVICT,
        granted,
        stage,
        stage == Stage.WATCHED ? Verdict.NOT_MET : Verdict.MET,
        stage == Stage.WATCHED ? Optional.empty() : Optional.of(IDLE_SINCE),
        stage == Stage.WATCHED ? Optional.empty() : Optional.of(RECLAIM_AT),
        Set.of(),
        new VerdictEvidence.Idle(
            Duration.ofHours(1), Duration.ofHours(1), 1, 1, Set.of(Source.GPM), Set.of()),
        dryRun);
  }

  /** Rules of which {@link #RULE} gives this notice. */
  public static PolicyRules rules(Duration notice, int evictionsPerHour) {
    var rule =
        new IdleRule(
            RULE,
            Match.ANY,
            Duration.ofHours(1),
            ActivityCriteria.of(UsageRules.defaults(Duration.ofSeconds(1))),
            notice,
            PolicyAction.EVICT,
            false,
            Duration.ofHours(1));
    return new PolicyRules(
        false,
        List.of(rule),
        List.of(),
        new PolicyRules.Budget(evictionsPerHour),
        Optional.empty());
  }

  static PodDecision unproven(PodDecision decision) {
    return new PodDecision(
        decision.pod(),
        decision.containers(),
        decision.kind(),
        decision.rule(),
        decision.wanted(),
        decision.granted(),
        decision.stage(),
        Verdict.UNKNOWN,
        decision.idleSince(),
        decision.reclaimAt(),
        decision.exclusions(),
        decision.evidence(),
        decision.dryRun());
  }
}
