// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.policy.rule.Globs;
import io.gpunodeagent.core.policy.rule.Match;
import io.gpunodeagent.core.policy.rule.Match.Sharing;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.policy.rule.RuleSchedule;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rule is a pod's. */
class MatchTest {

  @ParameterizedTest
  @CsvSource({
    "team-*, team-a, true",
    "team-*, team-, true",
    "team-*, dream-team-a, false",
    "*H100*, NVIDIA H100 80GB HBM3, true",
    "*H100*, NVIDIA A100-SXM4-80GB, false",
    "a?c, abc, true",
    "a?c, ac, false",
    "*a*b, xaxxb, true",
    "*a*b, xaxxbx, false",
  })
  void starsAndQuestionMarks(String pattern, String name, boolean matches) {
    assertThat(Globs.of(pattern).accept(name)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "* !prod, dev, true",
    "* !prod, prod, false",
    "!prod *, prod, false",
    "!prod, dev, true",
    "!prod, prod, false",
    "!prod, production, true",
    "team-* !team-prod*, team-a, true",
    "team-* !team-prod*, team-prod-2, false",
    "team-* !team-prod*, dev, false",
    "!a !b, a, false",
    "!a !b, b, false",
    "!a !b, c, true",
    "a !b, a, true",
    "a !b, c, false",
  })
  void exclusionsWin(String patterns, String name, boolean matches) {
    assertThat(Globs.of(patterns.split(" ", -1)).accept(name)).isEqualTo(matches);
  }

  @Test
  void withoutAPatternEveryNameIsChosen() {
    assertThat(Globs.ANY.accept("anything")).isTrue();
    assertThat(Globs.of("a", "b").accept("b")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    // Berlin is an hour ahead of UTC in winter. 2026-11-20 is a Friday.
    "2026-11-20T17:00:00Z, true",
    "2026-11-20T16:59:59Z, false",
    "2026-11-21T06:59:59Z, true",
    "2026-11-21T07:00:00Z, false",
    "2026-11-21T18:00:00Z, false",
    "2026-11-20T03:00:00Z, false",
  })
  void aScheduleMayCrossMidnight(Instant now, boolean holds) {
    var nights =
        new RuleSchedule(
            ZoneId.of("Europe/Berlin"),
            List.of(
                new RuleSchedule.Span(
                    EnumSet.of(DayOfWeek.FRIDAY), LocalTime.of(18, 0), LocalTime.of(8, 0))));

    assertThat(nights.holds(now)).isEqualTo(holds);
  }

  @Test
  void theFirstRuleThatMatchesIsThePods() {
    var node = new PolicyWorld();
    node.rules(
        PolicyWorld.idle(
            PolicyWorld.rule("elsewhere", namespaces("prod-*"), PolicyAction.EVICT),
            PolicyWorld.rule("labels", labels(), PolicyAction.EVICT),
            PolicyWorld.rule("kinds", kinds("Notebook"), PolicyAction.EVICT),
            PolicyWorld.rule("shared", sharing(Sharing.TIME_SLICED), PolicyAction.EVICT),
            PolicyWorld.rule("here", namespaces("n*"), PolicyAction.MARK),
            PolicyWorld.rule("all", Match.ANY, PolicyAction.EVICT)));
    node.world.holds("plain", 0).holds("labelled", 1).holds("notebook", 2).replica("part", 3, 0);
    node.world
        .tells("labelled", pod -> PolicyWorld.owned(pod, "Deployment"))
        .tells("notebook", pod -> PolicyWorld.owned(pod, "Notebook"));

    node.world.sample(new GpuBuilder(0), new GpuBuilder(1), new GpuBuilder(2), new GpuBuilder(3));

    assertThat(node.idle("plain").rule()).isEqualTo("here");
    assertThat(node.idle("labelled").rule()).isEqualTo("labels");
    assertThat(node.idle("notebook").rule()).isEqualTo("labels");
    assertThat(node.idle("part").rule()).isEqualTo("shared");

    node.rules(PolicyWorld.idle(PolicyWorld.rule("kinds", kinds("Notebook"), PolicyAction.EVICT)));
    node.world.sample(new GpuBuilder(0), new GpuBuilder(1), new GpuBuilder(2), new GpuBuilder(3));

    assertThat(node.policies().decisions())
        .extracting(each -> each.pod().name())
        .containsExactly("notebook");
  }

  @Test
  void aPodWithoutAnOwnerIsOfKindPod() {
    var node = new PolicyWorld();
    node.rules(PolicyWorld.idle(PolicyWorld.rule("bare", kinds("Pod"), PolicyAction.EVICT)));
    node.world.holds("bare", 0).holds("owned", 1);
    node.world.tells("owned", pod -> PolicyWorld.owned(pod, "Deployment"));

    node.world.sample(new GpuBuilder(0), new GpuBuilder(1));

    assertThat(node.policies().decisions())
        .extracting(each -> each.pod().name())
        .containsExactly("bare");
  }

  private static Match namespaces(String pattern) {
    return match(Globs.of(pattern), Map.of(), Set.of(), Sharing.ANY);
  }

  private static Match labels() {
    return match(Globs.ANY, Map.of("app", "jupyter"), Set.of(), Sharing.ANY);
  }

  private static Match kinds(String kind) {
    return match(Globs.ANY, Map.of(), Set.of(kind), Sharing.ANY);
  }

  private static Match sharing(Sharing sharing) {
    return match(Globs.ANY, Map.of(), Set.of(), sharing);
  }

  private static Match match(
      Globs namespaces, Map<String, String> labels, Set<String> kinds, Sharing sharing) {
    return new Match(
        namespaces, labels, kinds, OptionalInt.empty(), Globs.ANY, sharing, Optional.empty());
  }
}
