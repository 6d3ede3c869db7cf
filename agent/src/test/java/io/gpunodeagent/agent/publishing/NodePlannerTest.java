// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.cluster.node.ConditionText;
import io.gpunodeagent.agent.cluster.node.NodeAnswer;
import io.gpunodeagent.agent.cluster.node.NodeEvent;
import io.gpunodeagent.agent.cluster.node.NodeMarks;
import io.gpunodeagent.agent.cluster.node.NodeTaint;
import io.gpunodeagent.agent.cluster.node.ObservedNode;
import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.core.backoff.NodeShare;
import io.gpunodeagent.core.desired.DesiredNode;
import io.gpunodeagent.core.health.NodeCondition;
import io.gpunodeagent.core.health.output.HealthTaint;
import io.gpunodeagent.core.health.output.HealthTaint.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is decided, step by step, on a clock of the test's. */
class NodePlannerTest {

  private static final Instant THEN = Instant.parse("2026-05-04T12:00:00Z");
  private static final String HEALTH = "gpu-node-agent.io/gpu.health";
  private static final Map<String, String> WANTED = Map.of("x/a", "1", "x/b", "2");

  private final NodePlanner planner =
      new NodePlanner(Defaults.publishing(), NodeShare.none(), Duration.ZERO);
  private Duration now = Duration.ofSeconds(10);

  private static ObservedNode node(Map<String, String> own, Map<String, String> theirs) {
    var all = new HashMap<>(own);
    all.putAll(theirs);
    var managers = new HashMap<String, Set<String>>();
    own.keySet().forEach(key -> managers.put(NodeMarks.LABELS + key, Set.of(ObservedNode.AGENT)));
    theirs.keySet().forEach(key -> managers.put(NodeMarks.LABELS + key, Set.of("other")));
    return new ObservedNode("u", "100", marks(all), managers, Optional.empty(), List.of());
  }

  private static NodeMarks marks(Map<String, String> labels) {
    return NodeMarks.of(labels, Map.of());
  }

  private static ObservedNode judged(ConditionText condition) {
    return node(Map.of(), Map.of()).with(condition);
  }

  private static DesiredNode wanted(NodeMarks marks, Optional<ConditionText> condition) {
    return DesiredNode.of(marks.labels(), Map.of()).with(condition.map(NodePlannerTest::judgement));
  }

  private static NodeCondition judgement(ConditionText text) {
    var status =
        Arrays.stream(NodeCondition.Status.values())
            .filter(one -> one.text().equals(text.status()))
            .findFirst()
            .orElseThrow();
    return new NodeCondition(status, text.reason(), text.message(), text.lastTransition());
  }

  private static ConditionText condition(String status, String message) {
    return new ConditionText("GpuHealthy", status, "Reason", message, THEN);
  }

  private void saw(ObservedNode node) {
    assertThat(planner.next(now)).isEqualTo(new NodeStep.Read());
    planner.took(new NodeStep.Read(), new NodeAnswer.Seen(node), now);
  }

  private void desired(Map<String, String> labels) {
    planner.desired(DesiredNode.of(labels, Map.of()), now);
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private Duration waits() {
    return planner.next(now) instanceof NodeStep.Wait(var until) ? until.minus(now) : Duration.ZERO;
  }

  private void wrote(Map<String, String> labels) {
    var step = new NodeStep.Write(marks(labels), false);
    assertThat(planner.next(now)).isEqualTo(step);
    planner.took(step, new NodeAnswer.Seen(node(labels, Map.of())), now);
  }

  private void answers(NodeAnswer answer) {
    planner.took(planner.next(now), answer, now);
  }

  @Test
  void aChangeWaitsForOthersAndWritesKeepTheirDistance() {
    saw(node(Map.of(), Map.of()));
    desired(WANTED);
    assertThat(waits()).isEqualTo(Duration.ofSeconds(2));
    pass(Duration.ofSeconds(2));
    wrote(WANTED);
    desired(Map.of("x/a", "3"));
    assertThat(waits()).isEqualTo(Duration.ofSeconds(30));
    pass(Duration.ofSeconds(30));
    wrote(Map.of("x/a", "3"));
  }

  @Test
  void healthWaitsForNoOtherWriteButKeepsItsDistance() {
    var good = health("healthy");
    var bad = health("unhealthy");
    saw(node(Map.of(), Map.of()));
    desired(good);
    pass(Duration.ofSeconds(2));
    wrote(good);
    pass(Duration.ofSeconds(6));
    desired(bad);
    wrote(bad);
    pass(Duration.ofSeconds(5));
    desired(good);
    assertThat(waits()).isEqualTo(Duration.ofSeconds(25));
    pass(Duration.ofSeconds(25));
    wrote(good);
  }

  @Test
  void aConditionThatChangesItsStatusWaitsForNoOtherWrite() {
    saw(judged(condition("True", "fine")));
    planner.desired(wanted(NodeMarks.none(), Optional.of(condition("True", "fine"))), now);
    pass(Duration.ofSeconds(60));
    var other = condition("True", "fine too");
    planner.desired(wanted(NodeMarks.none(), Optional.of(other)), now);
    answers(new NodeAnswer.Seen(judged(other)));
    pass(Duration.ofSeconds(6));
    var bad = condition("False", "lost");
    planner.desired(wanted(NodeMarks.none(), Optional.of(bad)), now);
    assertThat(planner.next(now)).isEqualTo(new NodeStep.Judge(bad));
  }

  @Test
  void healthThatReturnsBeforeItIsWrittenHurriesNothingElse() {
    saw(node(Map.of(), Map.of()));
    desired(health("healthy"));
    pass(Duration.ofSeconds(2));
    wrote(health("healthy"));
    desired(health("unhealthy"));
    desired(health("healthy"));
    var other = Map.of("x/b", "2", HEALTH, "healthy");
    desired(other);
    assertThat(waits()).isEqualTo(Duration.ofSeconds(30));
    pass(Duration.ofSeconds(30));
    wrote(other);
  }

  @Test
  void healthThatFlapsFloodsNothing() {
    saw(node(Map.of(), Map.of()));
    var writes = 0;
    for (var second = 0; second < 3600; second++) {
      desired(health(second % 2 == 0 ? "healthy" : "unhealthy"));
      var step = planner.next(now);
      if (step instanceof NodeStep.Write(var marks, _)) {
        writes++;
        answers(new NodeAnswer.Seen(node(marks.labels(), Map.of())));
      } else if (step instanceof NodeStep.Read) {
        answers(new NodeAnswer.Seen(planner.node().orElseThrow()));
      }
      pass(Duration.ofSeconds(1));
    }
    assertThat(writes).isBetween(BUDGET_OF_AN_HOUR - 2, BUDGET_OF_AN_HOUR);
  }

  /** Ten at once and one each five minutes, and the same again for what is urgent. */
  private static final int BUDGET_OF_AN_HOUR = 2 * (10 + 11);

  @Test
  void whatFlapsAndIsRefusedFloodsNothing() {
    saw(node(Map.of(), Map.of()));
    var requests = 0;
    for (var second = 0; second < 3600; second++) {
      desired(Map.of("x/a", Integer.toString(second)));
      switch (planner.next(now)) {
        case NodeStep.Write(var marks, _) -> {
          requests++;
          var value = marks.labels().get("x/a");
          var cause = new NodeAnswer.Cause("metadata.labels", "Invalid value: \"" + value + "\"");
          answers(new NodeAnswer.Invalid(List.of(cause), "bad"));
        }
        case NodeStep.Read() -> answers(new NodeAnswer.Seen(node(Map.of(), Map.of())));
        case NodeStep.Wait _ -> {}
        case NodeStep.Probe _, NodeStep.Judge _, NodeStep.Taint _, NodeStep.Event _ ->
            throw new AssertionError();
      }
      pass(Duration.ofSeconds(1));
    }
    assertThat(requests).isEqualTo(10 + 11);
  }

  @Test
  void anHourInWhichEverythingFlapsHasNoMoreWritesThanTheBound() {
    saw(tainted());
    var writes = new EnumMap<Kind, Integer>(Kind.class);
    for (var second = 0; second < 3600; second++) {
      boolean good = second % 2 == 0;
      var said = condition(good ? "True" : "False", "second " + second);
      planner.desired(
          wanted(marks(health(good ? "healthy" : "unhealthy")), Optional.of(said))
              .tainted(good ? new Decision.Lift() : new Decision.Put(SICK)),
          now);
      planner.event(new NodeEvent("key " + second, true, "GpuXid79", "gone", THEN, THEN, 1));
      for (var step = planner.next(now); take(step, writes); step = planner.next(now)) {}
      pass(Duration.ofSeconds(1));
    }
    var bounds =
        Map.of(
            Kind.LABELS,
            BUDGET_OF_AN_HOUR,
            Kind.CONDITION,
            BUDGET_OF_AN_HOUR,
            Kind.TAINT,
            10 + 11,
            Kind.EVENT,
            25 + 11);
    assertThat(bounds)
        .allSatisfy((kind, bound) -> assertThat(writes.get(kind)).isBetween(bound - 2, bound));
  }

  private enum Kind {
    LABELS,
    CONDITION,
    TAINT,
    EVENT
  }

  /** Has the server take the step; false when there is nothing to do now. */
  private boolean take(NodeStep step, Map<Kind, Integer> writes) {
    var there = planner.node().orElseThrow();
    switch (step) {
      case NodeStep.Wait _ -> {
        return false;
      }
      case NodeStep.Read() -> answers(new NodeAnswer.Seen(there));
      case NodeStep.Write(var marks, _) -> {
        writes.merge(Kind.LABELS, 1, Integer::sum);
        var labelled = node(marks.labels(), Map.of());
        answers(new NodeAnswer.Seen(there.with(labelled.marks(), labelled.managers())));
      }
      case NodeStep.Judge(var condition) -> {
        writes.merge(Kind.CONDITION, 1, Integer::sum);
        answers(new NodeAnswer.Seen(there.with(condition)));
      }
      case NodeStep.Taint(var taint) -> {
        writes.merge(Kind.TAINT, 1, Integer::sum);
        answers(new NodeAnswer.Seen(there.tainted(HealthTaint.KEY, taint)));
      }
      case NodeStep.Event _ -> {
        writes.merge(Kind.EVENT, 1, Integer::sum);
        answers(new NodeAnswer.Done());
      }
      case NodeStep.Probe _ -> throw new AssertionError();
    }
    return true;
  }

  @Test
  void anEventReplacesWhatWaitsOfTheSameThing() {
    planner.event(new NodeEvent("k", true, "GpuXid79", "first", THEN, THEN, 1));
    planner.event(new NodeEvent("other", true, "GpuXid79", "gone", THEN, THEN, 1));
    planner.event(new NodeEvent("k", true, "GpuXid79", "second", THEN, THEN, 2));
    assertThat(planner.waiting()).isEqualTo(2);
  }

  @Test
  void theNodesOfAClusterLookAndWriteAtDifferentTimes() {
    var said = condition("True", "fine");
    var late = new NodePlanner(Defaults.publishing(), new NodeShare(1), Duration.ZERO);
    late.took(new NodeStep.Read(), new NodeAnswer.Seen(judged(said)), now);
    late.desired(wanted(NodeMarks.none(), Optional.of(said)), now);
    assertThat(late.next(now))
        .as("a look")
        .isEqualTo(new NodeStep.Wait(now.plus(Duration.ofSeconds(150))));
    var half = Duration.ofMinutes(30);
    late.unchanged(half.minusSeconds(100));
    late.took(new NodeStep.Read(), new NodeAnswer.Seen(judged(said)), half.minusSeconds(100));
    assertThat(late.next(half)).as("the hourly write").isEqualTo(new NodeStep.Judge(said));
  }

  @Test
  void aFailedServersPauseIsKept() {
    answers(new NodeAnswer.Unavailable(Duration.ofSeconds(77), "shutting down"));
    assertThat(waits()).isEqualTo(Duration.ofSeconds(77));
  }

  private static Map<String, String> health(String worst) {
    return Map.of("x/a", "1", HEALTH, worst);
  }

  @Test
  void nothingIsWrittenWhenTheNodeHasItAlready() {
    saw(node(WANTED, Map.of()));
    desired(WANTED);
    assertThat(waits()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void aDayWithoutChangeHasOneConditionWriteAnHour() {
    var said = condition("True", "fine");
    saw(judged(said));
    planner.desired(wanted(NodeMarks.none(), Optional.of(said)), now);
    var end = now.plus(Duration.ofDays(1));
    var writes = 0;
    while (now.compareTo(end) < 0) {
      var step = planner.next(now);
      if (step instanceof NodeStep.Wait(var until)) {
        now = until;
      } else {
        writes += step instanceof NodeStep.Read ? 0 : 1;
        planner.took(step, new NodeAnswer.Seen(judged(said)), now);
      }
    }
    assertThat(writes).isEqualTo(24);
  }

  @Test
  void anUnknownKeyStaysAndAnotherGoes() {
    saw(node(Map.of("x/a", "1", "x/gone", "1", "y/kept", "1"), Map.of()));
    planner.desired(DesiredNode.of(Map.of("x/a", "2"), Map.of()).unknown(Set.of("y/*")), now);
    pass(Duration.ofSeconds(2));
    wrote(Map.of("x/a", "2", "y/kept", "1"));
  }

  @Test
  void anothersFieldIsLeftUnlessItIsToBeTakenOver() {
    saw(node(Map.of(), Map.of("x/a", "theirs")));
    desired(WANTED);
    pass(Duration.ofSeconds(2));
    assertThat(planner.next(now)).isEqualTo(new NodeStep.Write(marks(Map.of("x/b", "2")), false));
    assertThat(planner.problems(now).get("metadata.labels.x/a")).contains("theirs", "other");
    planner.desired(DesiredNode.of(WANTED, Map.of()).takingOver(Set.of("x/a")), now);
    assertThat(planner.next(now)).isEqualTo(new NodeStep.Write(marks(WANTED), true));
  }

  @Test
  void aNamedBadValueIsLeftOutUntilItChangesOrAnHourPasses() {
    saw(node(Map.of(), Map.of()));
    desired(WANTED);
    pass(Duration.ofSeconds(2));
    var cause = new NodeAnswer.Cause("metadata.labels", "Invalid value: \"1\": no");
    answers(new NodeAnswer.Invalid(List.of(cause), "bad"));
    wrote(Map.of("x/b", "2"));
    assertThat(planner.problems(now)).containsOnlyKeys("metadata.labels.x/a");
    pass(Duration.ofMinutes(61));
    saw(node(Map.of("x/b", "2"), Map.of()));
    assertThat(planner.next(now)).isEqualTo(new NodeStep.Write(marks(WANTED), false));
    desired(Map.of("x/a", "9", "x/b", "2"));
    pass(Duration.ofSeconds(2));
    wrote(Map.of("x/a", "9", "x/b", "2"));
  }

  @Test
  void aBadValueNobodyNamesIsFoundByHalves() {
    var labels = new HashMap<String, String>();
    for (var i = 0; i < 40; i++) {
      labels.put("x/k" + i, "v");
    }
    saw(node(Map.of(), Map.of()));
    desired(labels);
    pass(Duration.ofSeconds(2));
    answers(new NodeAnswer.Invalid(List.of(), "policy"));
    var probes = 0;
    while (planner.next(now) instanceof NodeStep.Probe(var marks)) {
      probes++;
      answers(
          marks.labels().containsKey("x/k17")
              ? new NodeAnswer.Invalid(List.of(), "policy")
              : new NodeAnswer.Seen(node(Map.of(), Map.of())));
    }
    labels.remove("x/k17");
    wrote(labels);
    assertThat(probes).isLessThan(14);
  }

  @Test
  void aRefusedRemovalCostsNoOtherLabel() {
    var old = Map.of("x/a", "1", "y/gone", "1", "y/kept", "1");
    saw(node(old, Map.of()));
    desired(Map.of("x/a", "2", "x/b", "3"));
    pass(Duration.ofSeconds(2));
    answers(new NodeAnswer.Invalid(List.of(), "policy"));
    while (planner.next(now) instanceof NodeStep.Probe(var marks)) {
      answers(
          marks.labels().containsKey("y/kept")
              ? new NodeAnswer.Seen(node(Map.of(), Map.of()))
              : new NodeAnswer.Invalid(List.of(), "policy"));
    }
    wrote(Map.of("x/a", "2", "x/b", "3", "y/kept", "1"));
    assertThat(planner.problems(now))
        .containsOnly(Map.entry("metadata.labels.y/kept", "the server does not let it go: policy"));

    pass(Duration.ofMinutes(61));
    saw(node(Map.of("x/a", "2", "x/b", "3", "y/kept", "1"), Map.of()));
    wrote(Map.of("x/a", "2", "x/b", "3"));
    assertThat(planner.problems(now)).isEmpty();
  }

  @Test
  void aRefusalOfTheWholeIsTriedAgainLater() {
    saw(node(Map.of(), Map.of()));
    desired(Map.of("x/a", "1"));
    pass(Duration.ofSeconds(2));
    answers(new NodeAnswer.Invalid(List.of(), "too much"));
    answers(new NodeAnswer.Seen(node(Map.of(), Map.of())));
    answers(new NodeAnswer.Invalid(List.of(), "too much"));
    assertThat(planner.problems(now)).containsEntry("labels", "too much");
    assertThat(waits()).isGreaterThan(Duration.ofMinutes(4));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 4", "9, 256", "10, 300", "40, 300"})
  void pausesDouble(int failures, long seconds) {
    for (var i = 0; i < failures; i++) {
      now = planner.next(now) instanceof NodeStep.Wait(var until) ? until : now;
      answers(new NodeAnswer.Unavailable("gone"));
    }
    assertThat(waits()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(planner.problems(now)).containsEntry("API server", "gone");
  }

  @Test
  void tenMinutesWithoutServerCostFewRequestsAndOneWriteAfterwards() {
    saw(node(Map.of(), Map.of()));
    desired(WANTED);
    pass(Duration.ofSeconds(2));
    var back = now.plus(Duration.ofMinutes(10));
    var asked = 0;
    while (now.compareTo(back) < 0) {
      if (planner.next(now) instanceof NodeStep.Wait(var until)) {
        now = until;
      } else {
        asked++;
        answers(new NodeAnswer.Unavailable("gone"));
      }
    }
    assertThat(asked).isBetween(9, 11);
    saw(node(Map.of(), Map.of()));
    wrote(WANTED);
    assertThat(planner.next(now)).isInstanceOf(NodeStep.Wait.class);
    assertThat(planner.problems(now)).isEmpty();
  }

  @Test
  void aConflictWhileNarrowingDownIsLookedAt() {
    saw(node(Map.of(), Map.of()));
    desired(WANTED);
    pass(Duration.ofSeconds(2));
    answers(new NodeAnswer.Invalid(List.of(), "policy"));
    assertThat(planner.next(now)).isInstanceOf(NodeStep.Probe.class);
    answers(new NodeAnswer.Conflict(Map.of("metadata.labels.x/a", Set.of("other")), "held"));
    pass(Duration.ofSeconds(1));
    saw(node(Map.of(), Map.of("x/a", "theirs")));
    assertThat(planner.problems(now)).containsOnlyKeys("metadata.labels.x/a");
    assertThat(planner.next(now)).isInstanceOf(NodeStep.Probe.class);
  }

  @Test
  void theServersPauseIsKept() {
    answers(new NodeAnswer.TooMany(Duration.ofSeconds(77), "busy"));
    assertThat(waits()).isEqualTo(Duration.ofSeconds(77));
  }

  @Test
  void aRefusedReadWaitsLong() {
    answers(new NodeAnswer.Forbidden("no"));
    assertThat(waits()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void afterALostAnswerTheNodeIsLookedAtFirst() {
    saw(node(Map.of(), Map.of()));
    desired(WANTED);
    pass(Duration.ofSeconds(2));
    answers(new NodeAnswer.Unavailable("cut"));
    pass(Duration.ofSeconds(1));
    saw(node(WANTED, Map.of()));
    assertThat(planner.next(now)).isInstanceOf(NodeStep.Wait.class);
  }

  @Test
  void whatIsUndoneAgainAndAgainIsRestoredMoreAndMoreSeldom() {
    saw(node(Map.of(), Map.of()));
    desired(WANTED);
    pass(Duration.ofSeconds(2));
    wrote(WANTED);
    var times = new ArrayList<Duration>();
    while (times.size() < 12) {
      switch (planner.next(now)) {
        case NodeStep.Wait(var until) -> now = until;
        case NodeStep.Read() -> saw(node(Map.of(), Map.of()));
        case NodeStep.Write _ -> {
          times.add(now);
          wrote(WANTED);
        }
        case NodeStep.Probe _, NodeStep.Judge _, NodeStep.Taint _, NodeStep.Event _ ->
            throw new AssertionError();
      }
    }
    assertThat(times.get(1).minus(times.get(0))).isEqualTo(Duration.ofMinutes(5));
    assertThat(times.get(11).minus(times.get(10))).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void aRefusedConditionHoldsUpNeitherLabelsNorEvents() {
    saw(node(WANTED, Map.of()));
    var said = Optional.of(condition("False", "lost"));
    planner.desired(wanted(marks(WANTED), said), now);
    assertThat(planner.next(now)).isInstanceOf(NodeStep.Judge.class);
    answers(new NodeAnswer.Forbidden("no"));
    assertThat(planner.problems(now)).containsEntry("condition", "no");
    var event = new NodeEvent("k", true, "GpuXid79", "gone", THEN, THEN, 1);
    planner.event(event);
    assertThat(planner.next(now)).isEqualTo(new NodeStep.Event(event));
    answers(new NodeAnswer.Done());
    assertThat(planner.next(now)).isInstanceOf(NodeStep.Wait.class);
  }

  @Test
  void aRestartIsNoTransition() {
    saw(judged(condition("False", "one lost")));
    var later =
        new ConditionText("GpuHealthy", "False", "Reason", "two lost", THEN.plusSeconds(60));
    planner.desired(wanted(NodeMarks.none(), Optional.of(later)), now);
    assertThat(planner.next(now)).isEqualTo(new NodeStep.Judge(condition("False", "two lost")));
  }

  private static ObservedNode later(int version, Map<String, String> own) {
    var node = node(own, Map.of());
    return new ObservedNode(
        node.uid(),
        Integer.toString(version),
        node.marks(),
        node.managers(),
        node.condition(),
        node.taints());
  }

  @Test
  void whatAWatchShowsIsRepairedWithoutALook() {
    saw(node(WANTED, Map.of()));
    desired(WANTED);
    planner.watched(later(101, Map.of("x/a", "1")), now);
    pass(Duration.ofSeconds(2));
    assertThat(planner.next(now)).isEqualTo(new NodeStep.Write(marks(WANTED), false));
  }

  @Test
  void anEventFromBeforeTheLastWriteUndoesNothing() {
    saw(node(WANTED, Map.of()));
    desired(WANTED);
    planner.watched(later(99, Map.of()), now);
    planner.watched(later(100, Map.of()), now);
    assertThat(waits()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void aWatchThatSpeaksMakesLooksNeedlessAndOneThatFellSilentDoesNot() {
    saw(node(WANTED, Map.of()));
    desired(WANTED);
    for (var minute = 0; minute < 600; minute++) {
      pass(Duration.ofMinutes(1));
      assertThat(planner.next(now)).isInstanceOf(NodeStep.Wait.class);
      planner.unchanged(now);
    }
    pass(Duration.ofMinutes(5));
    assertThat(planner.next(now)).isEqualTo(new NodeStep.Read());
    planner.unchanged(now);
    assertThat(planner.next(now)).as("a look that is due stays due").isEqualTo(new NodeStep.Read());
  }

  @Test
  void aNodeThatComesBackEndsTheWaitForIt() {
    saw(node(WANTED, Map.of()));
    planner.gone(now);
    answers(new NodeAnswer.Forbidden("HTTP 404"));
    assertThat(waits()).isEqualTo(Duration.ofMinutes(10));
    planner.watched(later(200, Map.of()), now);
    assertThat(planner.problems(now)).isEmpty();
    assertThat(planner.next(now)).isEqualTo(new NodeStep.Read());
  }

  @Test
  void aWatchDoesNotEndAPauseTheServerAskedFor() {
    saw(node(WANTED, Map.of()));
    desired(Map.of("x/a", "3"));
    pass(Duration.ofSeconds(2));
    answers(new NodeAnswer.TooMany(Duration.ofSeconds(77), "busy"));
    planner.watched(later(200, WANTED), now);
    assertThat(waits()).isEqualTo(Duration.ofSeconds(77));
  }

  private static final HealthTaint SICK =
      new HealthTaint(HealthTaint.KEY, "unhealthy", "NoSchedule");
  private static final NodeTaint OURS = new NodeTaint(SICK.key(), "unhealthy", "NoSchedule");
  private static final NodeTaint OLD = new NodeTaint(SICK.key(), "unhealthy", "NoExecute");
  private static final NodeTaint THEIRS = new NodeTaint("x/y", "", "NoSchedule");

  private static ObservedNode tainted(NodeTaint... taints) {
    var bare = node(Map.of(), Map.of());
    return new ObservedNode(
        bare.uid(),
        bare.version(),
        bare.marks(),
        bare.managers(),
        bare.condition(),
        List.of(taints));
  }

  private NodeStep stepFor(Decision decision, NodeTaint... there) {
    saw(tainted(there));
    planner.desired(DesiredNode.of(Map.of(), Map.of()).tainted(decision), now);
    return planner.next(now);
  }

  @Test
  void aTaintIsPutOnceBesideThoseOfOthers() {
    assertThat(stepFor(new Decision.Put(SICK), THEIRS))
        .isEqualTo(new NodeStep.Taint(Optional.of(OURS)));
    answers(new NodeAnswer.Seen(tainted(THEIRS, OURS)));
    assertThat(planner.next(now)).isInstanceOf(NodeStep.Wait.class);
  }

  @Test
  void aTaintOfAnotherEffectIsReplaced() {
    assertThat(stepFor(new Decision.Put(SICK), OLD))
        .isEqualTo(new NodeStep.Taint(Optional.of(OURS)));
  }

  @Test
  void aTaintIsLiftedAndNothingElse() {
    assertThat(stepFor(new Decision.Lift(), THEIRS, OURS))
        .isEqualTo(new NodeStep.Taint(Optional.empty()));
    answers(new NodeAnswer.Seen(tainted(THEIRS)));
    assertThat(planner.next(now)).isInstanceOf(NodeStep.Wait.class);
  }

  @Test
  void whatIsUnknownLeavesTheTaintAsItIs() {
    assertThat(stepFor(new Decision.Leave(), OURS)).isInstanceOf(NodeStep.Wait.class);
  }

  @Test
  void aConflictOverTaintsIsTriedAgainWithAFreshLook() {
    assertThat(stepFor(new Decision.Put(SICK))).isInstanceOf(NodeStep.Taint.class);
    answers(new NodeAnswer.Conflict(Map.of(), "changed"));
    assertThat(waits()).isEqualTo(Duration.ofSeconds(1));
    pass(Duration.ofSeconds(1));
    saw(tainted(THEIRS));
    assertThat(planner.next(now)).isEqualTo(new NodeStep.Taint(Optional.of(OURS)));
  }

  @Test
  void aRefusedTaintHoldsUpNothingElse() {
    assertThat(stepFor(new Decision.Put(SICK))).isInstanceOf(NodeStep.Taint.class);
    answers(new NodeAnswer.Invalid(List.of(), "the policy says no"));
    assertThat(planner.problems(now)).containsEntry("taint", "the policy says no");
    planner.desired(DesiredNode.of(WANTED, Map.of()).tainted(new Decision.Put(SICK)), now);
    pass(Duration.ofSeconds(2));
    assertThat(planner.next(now)).isEqualTo(new NodeStep.Write(marks(WANTED), false));
  }
}
