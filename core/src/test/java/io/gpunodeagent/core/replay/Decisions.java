// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import io.gpunodeagent.core.policy.decision.Exclusion;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.PodDecision.Kind;
import io.gpunodeagent.core.policy.decision.PodDecision.PodRef;
import io.gpunodeagent.core.policy.decision.Stage;
import io.gpunodeagent.core.policy.decision.Verdict;
import io.gpunodeagent.core.policy.decision.VerdictEvidence;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decisions of pods. */
record Decisions(
    Kind kind, String rule, PolicyAction wanted, PolicyAction granted, Set<Exclusion> exclusions) {

  static final Instant START = Instant.parse("2026-11-20T00:00:00Z");

  static Decisions idle() {
    return new Decisions(Kind.IDLE, "all", PolicyAction.MARK, PolicyAction.MARK, Set.of());
  }

  PodDecision of(String pod, Stage stage, Verdict verdict) {
    return new PodDecision(
        new PodRef("ns", pod, Optional.of("uid-" + pod)),
        List.of(),
        kind,
        rule,
        wanted,
        granted,
        stage,
        verdict,
        kind == Kind.IDLE ? Optional.of(START) : Optional.empty(),
        Optional.empty(),
        exclusions,
        new VerdictEvidence.Idle(
            Duration.ofMinutes(30), Duration.ofMinutes(30), 1, 1, Set.of(), Set.of()),
        true);
  }

  static Instant minute(int minutes) {
    return START.plus(Duration.ofMinutes(minutes));
  }
}
