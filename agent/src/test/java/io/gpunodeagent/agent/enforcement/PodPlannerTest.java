// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import static io.gpunodeagent.agent.enforcement.Judged.decision;
import static io.gpunodeagent.agent.enforcement.Judged.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.enforcement.Result.Outcome;
import io.gpunodeagent.core.backoff.NodeShare;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.Stage;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.sources.PodBuilder;
import io.gpunodeagent.core.sources.PodInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is done next, and what is not, from one state to the next. */
class PodPlannerTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration NOTICE = Duration.ofMinutes(10);
  private static final Instant START = Instant.parse("2026-05-01T10:00:00Z");

  private PodPlanner planner = new PodPlanner(true, Judged.rules(NOTICE, 2), NodeShare.none());
  private final Map<String, PodInfo> pods = new HashMap<>();
  private final List<PodStep.ToPod> steps = new ArrayList<>();
  private Function<PodStep.ToPod, Result> server = _ -> Result.done();
  private Duration now = Duration.ofHours(1);
  private Instant wall = START;

  /** One state, and everything that follows from it; returns what was done. */
  private List<String> state(PodDecision... decisions) {
    planner.take(List.of(decisions), List.copyOf(pods.values()), now, wall);
    return follow();
  }

  private List<String> follow() {
    var done = new ArrayList<String>();
    while (planner.next(now, wall) instanceof PodStep.ToPod step) {
      assertThat(done).as("steps without end").hasSizeLessThan(50);
      var result = server.apply(step);
      if (result.isDone() && step instanceof PodStep.Annotate annotate && !step.dryRun()) {
        written(annotate);
      }
      planner.took(step, result, now, wall);
      steps.add(step);
      done.add(name(step));
    }
    return done;
  }

  private void written(PodStep.Annotate step) {
    pods.computeIfPresent(
        step.pod().name(),
        (_, pod) -> {
          var annotations = new HashMap<>(Marks.others(pod.annotations()));
          annotations.putAll(step.wanted());
          return pod(pod.name(), pod.gang(), annotations);
        });
  }

  private static String name(PodStep.ToPod step) {
    return step instanceof PodStep.Event one ? one.event().reason() : step.action().label();
  }

  private PodInfo there(String name) {
    return pods.computeIfAbsent(name, _ -> pod(name, Map.of()));
  }

  private void pass(Duration time) {
    now = now.plus(time);
    wall = wall.plus(time);
  }

  private Map<String, String> annotations(String name) {
    return there(name).annotations();
  }

  @Test
  void anIdlePodIsAnnouncedThenMarkedThenEvicted() {
    var nb = there("nb");
    assertThat(state(decision(nb, Stage.WATCHED))).isEmpty();
    assertThat(state(decision(nb, Stage.ANNOUNCED))).containsExactly("announce", "GpuIdle");
    assertThat(annotations("nb"))
        .containsEntry(Marks.IDLE_SINCE, "2026-05-01T09:00:00Z")
        .containsEntry(Marks.RECLAIM_AT, "2026-05-01T10:10:00Z")
        .doesNotContainKey(Marks.RECLAIMABLE);
    pass(NOTICE);
    assertThat(state(decision(nb, Stage.DUE)))
        .containsExactly("mark", "GpuReclaimable", "GpuEviction", "evict");
    assertThat(annotations("nb")).containsEntry(Marks.RECLAIMABLE, "idle/notebooks");
    pass(SECOND);
    assertThat(state(decision(nb, Stage.DUE))).as("once").isEmpty();
  }

  @Test
  void theNoticeRunsFromWhenItWasWrittenWhateverTheRulesCounted() {
    var nb = there("nb");
    server = _ -> Result.of(Outcome.FAILED, "no answer");
    state(decision(nb, Stage.ANNOUNCED));
    pass(NOTICE.multipliedBy(2));
    server = _ -> Result.done();

    assertThat(state(decision(nb, Stage.DUE))).containsExactly("announce", "GpuIdle");
    assertThat(annotations("nb")).containsEntry(Marks.RECLAIM_AT, "2026-05-01T10:30:00Z");
    pass(NOTICE.minus(SECOND));
    assertThat(state(decision(nb, Stage.DUE))).isEmpty();
    pass(SECOND);
    assertThat(state(decision(nb, Stage.DUE))).contains("mark", "evict");
  }

  @Test
  void aNoticeThatEndsBetweenTwoStatesIsWaitedFor() {
    var nb = there("nb");
    state(decision(nb, Stage.ANNOUNCED));
    pass(NOTICE.minus(SECOND));
    state(decision(nb, Stage.MARKED));

    assertThat(planner.next(now, wall)).isEqualTo(new PodStep.Wait(now.plus(SECOND)));
  }

  @Test
  void theWallClockStepsAndTheNoticeDoesNot() {
    for (var jump : List.of(Duration.ofDays(1), Duration.ofDays(-1))) {
      planner = new PodPlanner(true, Judged.rules(NOTICE, 2), NodeShare.none());
      pods.clear();
      var nb = there("nb");
      state(decision(nb, Stage.ANNOUNCED));
      wall = wall.plus(jump);
      pass(Duration.ofMinutes(1));
      assertThat(state(decision(nb, Stage.DUE))).as("%s", jump).doesNotContain("mark", "evict");
      pass(NOTICE);
      assertThat(state(decision(nb, Stage.DUE))).as("%s", jump).contains("mark", "evict");
    }
  }

  @Test
  void whatWasSaidIsTakenBackWhenThePodIsActiveAgainAndTheNextNoticeIsAFullOne() {
    var nb = there("nb");
    state(decision(nb, Stage.ANNOUNCED));
    pass(NOTICE);
    server = step -> step instanceof PodStep.Evict ? Result.of(Outcome.STALE, "?") : Result.done();
    state(decision(nb, Stage.DUE));
    pass(Duration.ofSeconds(11));

    assertThat(state(decision(nb, Stage.WATCHED)))
        .containsExactly("withdraw", "GpuReclaimWithdrawn");
    assertThat(annotations("nb")).isEmpty();
    pass(Duration.ofSeconds(11));
    assertThat(state(decision(nb, Stage.ANNOUNCED))).containsExactly("announce", "GpuIdle");
    pass(SECOND);
    assertThat(state(decision(nb, Stage.DUE))).isEmpty();
  }

  @Test
  void aMarkGoesWhenNothingIsProvenAnyMoreAndTheAnnouncementStays() {
    var nb = there("nb");
    state(decision(nb, Stage.ANNOUNCED));
    pass(NOTICE);
    state(decision(nb, Stage.MARKED));
    pass(Duration.ofSeconds(11));

    assertThat(state(Judged.unproven(decision(nb, Stage.ANNOUNCED)))).containsExactly("withdraw");
    assertThat(annotations("nb")).containsOnlyKeys(Marks.IDLE_SINCE, Marks.RECLAIM_AT);
  }

  @Test
  void aRestartGoesOnWithTheNoticeThatIsOnThePod() {
    var nb = there("nb");
    state(decision(nb, Stage.ANNOUNCED));
    pass(NOTICE.dividedBy(2));
    planner = new PodPlanner(true, Judged.rules(NOTICE, 2), NodeShare.none());

    assertThat(state(decision(nb, Stage.DUE))).as("announced before").isEmpty();
    pass(NOTICE.dividedBy(2));
    assertThat(state(decision(nb, Stage.DUE)))
        .containsExactly("mark", "GpuReclaimable", "GpuEviction", "evict");
  }

  @Test
  void afterARestartAClockThatWentBackCostsAtMostOneFullNotice() {
    var nb = there("nb");
    state(decision(nb, Stage.ANNOUNCED));
    wall = wall.minus(Duration.ofDays(3));
    planner = new PodPlanner(true, Judged.rules(NOTICE, 2), NodeShare.none());
    state(decision(nb, Stage.DUE));
    pass(NOTICE);

    assertThat(state(decision(nb, Stage.DUE))).contains("mark", "evict");
  }

  @Test
  void withoutDecisionsForAWhileEverythingIsTakenBack() {
    var nb = there("nb");
    state(decision(nb, Stage.ANNOUNCED));
    pass(PodPlanner.SETTLE.minus(SECOND));
    assertThat(state()).isEmpty();
    pass(SECOND);
    assertThat(state()).containsExactly("withdraw", "GpuReclaimWithdrawn");
  }

  @Test
  void withoutAnyStateForAWhileEverythingIsTakenBack() {
    var nb = there("nb");
    state(decision(nb, Stage.ANNOUNCED));
    pass(SECOND);
    state(decision(nb, Stage.ANNOUNCED));
    assertThat(planner.next(now, wall)).isEqualTo(new PodStep.Wait(now.plus(PodPlanner.SETTLE)));
    pass(PodPlanner.SETTLE);

    assertThat(follow()).contains("withdraw");
    assertThat(annotations("nb")).isEmpty();
  }

  @Test
  void whatAnEarlierRunLeftOnAPodWithoutARuleIsTakenBack() {
    pods.put("nb", pod("nb", Map.of(Marks.RECLAIMABLE, "idle/old", "team/x", "y")));
    assertThat(state()).isEmpty();
    pass(PodPlanner.SETTLE);

    assertThat(state()).contains("withdraw");
    assertThat(annotations("nb")).containsOnlyKeys("team/x");
  }

  @ParameterizedTest
  @EnumSource(
      value = PodInfo.Gang.class,
      names = {"MEMBER", "UNKNOWN"})
  void membersOfAGangAreNeverEvicted(PodInfo.Gang gang) {
    pods.put("w", pod("w", gang, Map.of()));
    var worker = there("w");
    state(decision(worker, Stage.ANNOUNCED));
    pass(NOTICE);

    assertThat(state(decision(worker, Stage.DUE))).containsExactly("mark", "GpuReclaimable");
  }

  @Test
  void nothingIsEvictedWhatIsNotProvenOrNotGranted() {
    var nb = there("nb");
    state(decision(nb, Stage.ANNOUNCED));
    pass(NOTICE);

    assertThat(state(Judged.unproven(decision(nb, Stage.DUE)))).doesNotContain("evict");
    assertThat(state(decision(nb, Stage.DUE, PolicyAction.MARK, false))).doesNotContain("evict");
    pods.remove("nb");
    assertThat(state(decision(nb, Stage.DUE))).as("not known").doesNotContain("evict");
  }

  @Test
  void aDryRunTakesEveryStepAndTheRealOneThatFollowsGivesFullNotice() {
    var nb = there("nb");
    state(decision(nb, Stage.ANNOUNCED, PolicyAction.EVICT, true));
    pass(NOTICE);
    assertThat(state(decision(nb, Stage.DUE, PolicyAction.EVICT, true)))
        .containsExactly("mark", "GpuReclaimable", "GpuEviction", "evict");
    assertThat(steps).allMatch(PodStep.ToPod::dryRun);
    assertThat(annotations("nb")).isEmpty();

    assertThat(state(decision(nb, Stage.DUE))).containsExactly("announce", "GpuIdle");
    pass(NOTICE.minus(SECOND));
    assertThat(state(decision(nb, Stage.DUE))).isEmpty();
  }

  @Test
  void aDisruptionBudgetIsToldOnceAndAskedAgainLaterAndLater() {
    var nb = there("nb");
    state(decision(nb, Stage.ANNOUNCED));
    pass(NOTICE);
    server =
        step ->
            step instanceof PodStep.Evict
                ? new Result(Outcome.BLOCKED, Optional.of("budget"), Duration.ofSeconds(20))
                : Result.done();

    assertThat(state(decision(nb, Stage.DUE)))
        .endsWith("GpuEviction", "evict", "GpuEvictionBlocked");
    var tries = new ArrayList<Duration>();
    for (int second = 1; second <= 600; second++) {
      pass(SECOND);
      if (state(decision(nb, Stage.DUE)).equals(List.of("evict"))) {
        tries.add(Duration.ofSeconds(second));
      }
    }
    assertThat(tries).extracting(Duration::toSeconds).containsExactly(20L, 40L, 80L, 160L, 320L);
  }

  @Test
  void aRefusalStopsOnlyWhatIsRefusedAndIsTriedAgain() {
    var nb = there("nb");
    server =
        step -> step instanceof PodStep.Event ? Result.of(Outcome.REFUSED, "403") : Result.done();
    state(decision(nb, Stage.ANNOUNCED));
    pass(NOTICE.minus(SECOND));
    state(decision(nb, Stage.DUE));
    pass(SECOND);
    server =
        step -> step instanceof PodStep.Evict ? Result.of(Outcome.REFUSED, "403") : Result.done();
    assertThat(state(decision(nb, Stage.DUE))).endsWith("evict");
    pass(Duration.ofMinutes(9));
    assertThat(state(decision(nb, Stage.DUE))).isEmpty();
    pass(Duration.ofMinutes(1));
    assertThat(state(decision(nb, Stage.DUE))).containsExactly("evict");
  }

  @Test
  void aServerThatDoesNotAnswerIsAskedLessAndLess() {
    var nb = there("nb");
    server = _ -> Result.of(Outcome.FAILED, "no answer");
    int asked = 0;
    for (int second = 0; second < 600; second++) {
      asked += state(decision(nb, Stage.ANNOUNCED)).size();
      pass(SECOND);
    }
    assertThat(asked).isBetween(6, 14);
  }

  @Test
  void aPodOfTheSameNameIsAnother() {
    var nb = there("nb");
    state(decision(nb, Stage.ANNOUNCED));
    pass(NOTICE);
    var other = PodBuilder.like(nb).uid("uid-other").annotations(Map.of()).build();
    pods.put("nb", other);

    assertThat(state(decision(other, Stage.ANNOUNCED))).containsExactly("announce", "GpuIdle");
  }
}
