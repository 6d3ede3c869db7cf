// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import static io.gpunodeagent.agent.enforcement.Judged.decision;
import static io.gpunodeagent.agent.enforcement.Judged.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.cluster.pods.ObservedPod;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.Stage;
import io.gpunodeagent.core.sources.PodBuilder;
import io.gpunodeagent.core.sources.PodInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What must still be so right before something is done to a pod. */
class ProofTest {

  private static final Map<String, String> SAID = Map.of("gpu-node-agent.io/idle-after", "2h");

  private final PodInfo judged = pod("nb", SAID);

  private Optional<String> against(PodInfo now) {
    return Proof.against(
        judged, decision(judged, Stage.DUE), new ObservedPod(now, "7", "node", false), "node");
  }

  private PodInfo now(String uid, String phase, List<PodInfo.Container> containers) {
    return PodBuilder.like(judged).uid(uid).phase(phase).containers(containers).build();
  }

  @Test
  void thePodThatWasJudgedMayBeActedOnAlsoWithTheAgentsOwnMarks() {
    assertThat(against(judged)).isEmpty();
    assertThat(against(Judged.with(judged, Map.of(Marks.RECLAIMABLE, "idle/x")))).isEmpty();
  }

  @Test
  void anyDifferenceThatMattersIsAnObjection() {
    var same = judged.containers();
    assertThat(against(now("uid-2", "Running", same))).contains("another pod has its name");
    assertThat(against(now("uid-nb", "Succeeded", same))).contains("its phase is Succeeded");
    assertThat(against(now("uid-nb", "Running", List.of(Judged.container("nb", 1))))).isPresent();
    assertThat(against(now("uid-nb", "Running", List.of(Judged.container("x", 0))))).isPresent();
    assertThat(against(now("uid-nb", "Running", List.of()))).isPresent();
    assertThat(against(pod("nb", Map.of()))).contains("its annotations have changed");
    assertThat(against(PodBuilder.like(judged).gpuGroups(Set.of("g")).build()))
        .contains("its GPU group has changed");
    assertThat(against(Judged.with(judged, Map.of("karpenter.sh/do-not-disrupt", "true"))))
        .contains("its annotations have changed");
  }

  @Test
  void whatIsGoingOrElsewhereIsLeft() {
    var decision = decision(judged, Stage.DUE);
    assertThat(Proof.against(judged, decision, new ObservedPod(judged, "7", "node", true), "node"))
        .contains("it is being deleted");
    assertThat(
            Proof.against(judged, decision, new ObservedPod(judged, "7", "other", false), "node"))
        .contains("it is on node \"other\"");
  }

  @Test
  void aContainerThatWasNotKnownWhenItWasJudgedProvesNothing() {
    var known = decision(judged, Stage.DUE);
    var unknown =
        new PodDecision(
            known.pod(),
            List.of(new PodDecision.SeenContainer("main", Optional.empty(), OptionalInt.empty())),
            known.kind(),
            known.rule(),
            known.wanted(),
            known.granted(),
            known.stage(),
            known.verdict(),
            known.idleSince(),
            known.reclaimAt(),
            known.exclusions(),
            known.evidence(),
            known.dryRun());
    assertThat(Proof.against(judged, unknown, new ObservedPod(judged, "7", "node", false), "node"))
        .isPresent();
  }
}
