// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.policy.decision.PodDecision.Kind;
import io.gpunodeagent.core.policy.decision.PodDecision.PodRef;
import io.gpunodeagent.core.policy.decision.PodDecision.SeenContainer;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PodDecisionTest {

  private static final PodRef POD = new PodRef("ns", "nb", Optional.of("u1"));
  private static final List<SeenContainer> MAIN = List.of(container("c1"));

  private static SeenContainer container(String id) {
    return new SeenContainer("main", Optional.of(id), OptionalInt.of(0));
  }

  private static PodDecision decision(
      PodRef pod,
      List<SeenContainer> containers,
      Kind kind,
      String rule,
      PolicyAction granted,
      Stage stage,
      Verdict verdict,
      boolean dryRun) {
    return new PodDecision(
        pod,
        containers,
        kind,
        rule,
        PolicyAction.EVICT,
        granted,
        stage,
        verdict,
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        new VerdictEvidence.Idle(Duration.ZERO, Duration.ZERO, 1, 1, Set.of(), Set.of()),
        dryRun);
  }

  private static PodDecision due(PodRef pod, List<SeenContainer> containers, String rule) {
    return decision(
        pod, containers, Kind.IDLE, rule, PolicyAction.EVICT, Stage.DUE, Verdict.MET, false);
  }

  private static PodDecision idle(
      PolicyAction granted, Stage stage, Verdict verdict, boolean dryRun) {
    return decision(POD, MAIN, Kind.IDLE, "notebooks", granted, stage, verdict, dryRun);
  }

  static Stream<PodDecision> others() {
    return Stream.of(
        due(new PodRef("ns", "nb", Optional.of("u2")), MAIN, "notebooks"),
        due(new PodRef("ns", "nb", Optional.empty()), MAIN, "notebooks"),
        due(POD, List.of(container("c2")), "notebooks"),
        due(POD, List.of(), "notebooks"),
        due(POD, MAIN, "another rule"),
        decision(
            POD,
            MAIN,
            Kind.TIME_SLICE,
            "notebooks",
            PolicyAction.EVICT,
            Stage.DUE,
            Verdict.MET,
            false),
        idle(PolicyAction.MARK, Stage.DUE, Verdict.MET, false),
        idle(PolicyAction.EVICT, Stage.MARKED, Verdict.MET, false),
        idle(PolicyAction.EVICT, Stage.DUE, Verdict.UNKNOWN, false),
        idle(PolicyAction.EVICT, Stage.DUE, Verdict.NOT_MET, false),
        idle(PolicyAction.EVICT, Stage.DUE, Verdict.MET, true));
  }

  @ParameterizedTest
  @MethodSource("others")
  void anythingElseThanTheSameDueDecisionCallsForNoEviction(PodDecision latest) {
    assertThat(latest.stillCallsFor(due(POD, MAIN, "notebooks"))).isFalse();
  }

  @Test
  void theSameDecisionOfALaterSampleDoes() {
    var planned = due(POD, MAIN, "notebooks");
    assertThat(due(POD, MAIN, "notebooks").stillCallsFor(planned)).isTrue();
  }
}
