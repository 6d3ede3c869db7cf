// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.policy.decision.Annotations;
import io.gpunodeagent.core.policy.decision.Exclusion;
import io.gpunodeagent.core.policy.decision.Stage;
import io.gpunodeagent.core.policy.rule.Globs;
import io.gpunodeagent.core.policy.rule.Match;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.sources.PodBuilder;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.usage.World;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which pods no rule may touch, and which are touched less. */
class ExclusionTest {

  private static final Duration LONG =
      PolicyWorld.IDLE_AFTER.plus(PolicyWorld.NOTICE).plusSeconds(10);

  private final PolicyWorld node = new PolicyWorld();

  static Stream<Arguments> excluded() {
    return Stream.of(
        arguments(Exclusion.STATIC_POD, PolicyWorld::ofTheKubelet),
        arguments(Exclusion.DAEMON_SET, pod -> PolicyWorld.owned(pod, "DaemonSet")),
        arguments(
            Exclusion.SYSTEM_PRIORITY, pod -> PolicyWorld.priority(pod, "system-node-critical", 1)),
        arguments(
            Exclusion.SYSTEM_PRIORITY, pod -> PolicyWorld.priority(pod, "own", 2_000_000_000)),
        annotated(Exclusion.DO_NOT_DISRUPT, "karpenter.sh/do-not-disrupt", "true"),
        annotated(Exclusion.DO_NOT_DISRUPT, "karpenter.sh/do-not-disrupt", "4h"),
        annotated(
            Exclusion.NOT_SAFE_TO_EVICT, "cluster-autoscaler.kubernetes.io/safe-to-evict", "false"),
        annotated(Exclusion.EXEMPT, "gpu-node-agent.io/exempt-until", "2026-11-21"),
        annotated(Exclusion.EXEMPT, "gpu-node-agent.io/exempt-until", "2026-11-21T23:00:00+02:00"),
        annotated(Exclusion.EXEMPT, "gpu-node-agent.io/exempt-until", "whenever"),
        annotated(Exclusion.UNREADABLE_OVERRIDE, "gpu-node-agent.io/idle-after", "a while"));
  }

  static Stream<Arguments> allowed() {
    return Stream.of(
        annotated(Exclusion.EXEMPT, "gpu-node-agent.io/exempt-until", "2026-11-20"),
        annotated(Exclusion.EXEMPT, "gpu-node-agent.io/exempt-until", "2026-11-21T10:00:00Z"),
        annotated(Exclusion.DO_NOT_DISRUPT, "karpenter.sh/do-not-disrupt", "false"),
        annotated(
            Exclusion.NOT_SAFE_TO_EVICT, "cluster-autoscaler.kubernetes.io/safe-to-evict", "true"));
  }

  private static Arguments arguments(Exclusion exclusion, UnaryOperator<PodInfo> pod) {
    return Arguments.of(exclusion, pod);
  }

  private static Arguments annotated(Exclusion exclusion, String key, String value) {
    return arguments(exclusion, pod -> PolicyWorld.annotated(pod, key, value));
  }

  @ParameterizedTest
  @MethodSource
  void excluded(Exclusion exclusion, UnaryOperator<PodInfo> pod) {
    node.world.holds("a", 0).tells("a", pod);

    rest();

    assertThat(node.stage("a")).isEqualTo(Stage.WATCHED);
    assertThat(node.idle("a").exclusions()).containsExactly(exclusion);
    assertThat(node.idle("a").granted()).isEqualTo(PolicyAction.OBSERVE);
    assertThat(node.idle("a").wanted()).isEqualTo(PolicyAction.EVICT);
    assertThat(node.idle("a").reclaimAt()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void allowed(Exclusion exclusion, UnaryOperator<PodInfo> pod) {
    node.world.holds("a", 0).tells("a", pod);

    rest();

    assertThat(node.idle("a").exclusions()).doesNotContain(exclusion).isEmpty();
    assertThat(node.stage("a")).isEqualTo(Stage.DUE);
  }

  @Test
  void theNamespacesOfTheSystemAndTheAgentAreLeftAlone() {
    for (var each :
        Map.of("kube-system", Exclusion.SYSTEM_NAMESPACE, "gpu-agent", Exclusion.OWN_NAMESPACE)
            .entrySet()) {
      var other = new PolicyWorld();
      other.world.namespace(each.getKey()).holds("a", 0);
      other.world.samples(LONG, () -> new GpuBuilder(0).busy(0, 1));

      assertThat(other.stage("a")).isEqualTo(Stage.WATCHED);
      assertThat(other.idle("a").exclusions()).containsExactly(each.getValue());
    }
  }

  @Test
  void aMemberOfAGangIsMarkedAndNeverEvicted() {
    for (var gang : Set.of(PodInfo.Gang.MEMBER, PodInfo.Gang.UNKNOWN)) {
      var other = new PolicyWorld();
      other.world.holds("a", 0).tells("a", pod -> PolicyWorld.gang(pod, gang));
      other.world.samples(LONG, () -> new GpuBuilder(0).busy(0, 1));

      assertThat(other.stage("a")).isEqualTo(Stage.MARKED);
      assertThat(other.idle("a").granted()).isEqualTo(PolicyAction.MARK);
    }
  }

  @Test
  void aPodWhoseGpuAnotherKeepsIsMarkedAndItsKeeperIsLeftAlone() {
    for (var each :
        Map.of(
                Map.of("gpu-fraction", "0.5"),
                PolicyAction.MARK,
                Map.<String, String>of(),
                PolicyAction.OBSERVE)
            .entrySet()) {
      var other = new PolicyWorld();
      other
          .world
          .holds("a", 0)
          .tells(
              "a",
              pod ->
                  PodBuilder.like(pod)
                      .gpuGroups(Set.of("group"))
                      .annotations(each.getKey())
                      .build());
      other.world.samples(LONG, () -> new GpuBuilder(0).busy(0, 1));

      assertThat(other.idle("a").granted()).isEqualTo(each.getValue());
    }
  }

  @Test
  void anExemptionThatEndsLetsTheLadderBegin() {
    node.world
        .holds("a", 0)
        .tells(
            "a",
            pod ->
                PolicyWorld.annotated(
                    pod, "gpu-node-agent.io/exempt-until", "2026-11-21T10:20:00Z"));

    node.world.samples(Duration.ofMinutes(19), () -> new GpuBuilder(0).busy(0, 1));
    assertThat(node.stage("a")).isEqualTo(Stage.WATCHED);

    node.world.samples(Duration.ofMinutes(1), () -> new GpuBuilder(0).busy(0, 1));
    assertThat(node.stage("a")).isEqualTo(Stage.ANNOUNCED);
  }

  @Test
  void aPriorityAboveTheRulesOrUnknownIsLeftAlone() {
    var match =
        new Match(
            Globs.ANY,
            Map.of(),
            Set.of(),
            OptionalInt.of(500),
            Globs.ANY,
            Match.Sharing.ANY,
            java.util.Optional.empty());
    node.rules(PolicyWorld.idle(PolicyWorld.rule("low", match, PolicyAction.EVICT)));
    node.world.holds("a", 0).holds("b", 1).holds("c", 2);
    node.world.tells("a", pod -> PolicyWorld.priority(pod, "high", 501));
    node.world.tells("b", pod -> PolicyWorld.priority(pod, "low", 500));

    for (int i = 0; i < LONG.toSeconds(); i++) {
      node.world.sample(
          new GpuBuilder(0).busy(0, 1), new GpuBuilder(1).busy(0, 1), new GpuBuilder(2).busy(0, 1));
    }

    assertThat(node.stage("a")).isEqualTo(Stage.WATCHED);
    assertThat(node.idle("a").exclusions()).containsExactly(Exclusion.ABOVE_MAX_PRIORITY);
    assertThat(node.stage("b")).isEqualTo(Stage.DUE);
    assertThat(node.stage("c")).isEqualTo(Stage.WATCHED);
  }

  @Test
  void aPodMayAskForLongerButNotForLongerThanTheRuleAllowsNorForLess() {
    for (var asked : Map.of("15m", 15L, "5h", 30L, "1m", 10L).entrySet()) {
      var other = new PolicyWorld();
      other
          .world
          .holds("a", 0)
          .tells("a", pod -> PolicyWorld.annotated(pod, Annotations.IDLE_AFTER, asked.getKey()));

      other.world.samples(Duration.ofMinutes(asked.getValue()), () -> new GpuBuilder(0).busy(0, 1));
      assertThat(other.stage("a")).isEqualTo(Stage.WATCHED);
      other.world.samples(World.SECOND, () -> new GpuBuilder(0).busy(0, 1));
      assertThat(other.stage("a")).as(asked.getKey()).isEqualTo(Stage.ANNOUNCED);
    }
  }

  private void rest() {
    node.world.samples(LONG, () -> new GpuBuilder(0).busy(0, 1));
  }
}
