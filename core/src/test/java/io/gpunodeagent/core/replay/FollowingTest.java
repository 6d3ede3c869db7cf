package io.gpunodeagent.core.replay;

import static io.gpunodeagent.core.replay.Decisions.minute;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.policy.Action;
import io.gpunodeagent.core.policy.PodDecision;
import io.gpunodeagent.core.policy.PodDecision.Kind;
import io.gpunodeagent.core.policy.Policies;
import io.gpunodeagent.core.policy.Stage;
import io.gpunodeagent.core.policy.Verdict;
import io.gpunodeagent.core.replay.Course.End;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.usage.Usage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The pods of a node from snapshot to snapshot. */
class FollowingTest {

  private static final Decisions ALL = Decisions.idle();
  private static final Decisions OTHER =
      new Decisions(Kind.IDLE, "other", Action.MARK, Action.MARK, Set.of());
  private static final Decisions SHARES =
      new Decisions(Kind.TIME_SLICE, "all", Action.MARK, Action.MARK, Set.of());

  private Following following = following(Set.of());

  @Test
  void whoIsThereNoMoreHasEndedOnce() {
    take(0, met(ALL, "p"));
    take(1);
    take(2);
    assertThat(courses()).extracting(Course::end).containsExactly(End.POD_GONE);
  }

  @Test
  void whoComesUnderAnotherRuleBeginsAnew() {
    take(0, met(ALL, "p"));
    take(1, met(OTHER, "p"));
    take(2, met(OTHER, "p"));
    assertThat(courses())
        .extracting(course -> course.rule().name() + " " + course.end())
        .containsExactly("all NO_LONGER_MET", "other RANGE_END");
  }

  @Test
  void rulesOfBothKindsAreFollowedApart() {
    take(0, met(ALL, "p"), met(SHARES, "p"));
    take(1, met(ALL, "p"), SHARES.of("p", Stage.WATCHED, Verdict.NOT_MET));
    assertThat(courses())
        .extracting(course -> course.rule().kind() + " " + course.end())
        .containsExactly("TIME_SLICE NO_LONGER_MET", "IDLE RANGE_END");
  }

  @Test
  void podsOfARuleThatCannotBeJudgedAreCountedAndNotFollowed() {
    following = following(Set.of("other"));
    take(0, met(OTHER, "p"), met(OTHER, "q"), met(ALL, "r"));
    take(1, met(OTHER, "p"));
    assertThat(following.findings().unjudged()).containsOnly(Map.entry("other", 2));
    assertThat(courses()).extracting(course -> course.pod().name()).containsExactly("r");
  }

  @Test
  void whoComesUnderARuleThatCannotBeJudgedHasEnded() {
    following = following(Set.of("other"));
    take(0, met(ALL, "p"));
    take(1, met(OTHER, "p"));
    assertThat(courses()).extracting(Course::end).containsExactly(End.NO_LONGER_MET);
  }

  @Test
  void aTimeSliceRuleOfTheNameOfOneThatCannotBeJudgedIsJudged() {
    following = following(Set.of("all"));
    take(0, met(SHARES, "p"));
    assertThat(courses()).hasSize(1);
    assertThat(following.findings().unjudged()).isEmpty();
  }

  private static PodDecision met(Decisions decisions, String pod) {
    return decisions.of(pod, Stage.ANNOUNCED, Verdict.MET);
  }

  private static Following following(Set<String> unjudged) {
    return new Following("n", at(0), unjudged);
  }

  private void take(int minutes, PodDecision... decisions) {
    following.take(
        at(minutes),
        Usage.none(),
        new Policies(List.of(decisions), Policies.none().history()),
        false);
  }

  private List<Course> courses() {
    return following.findings().courses();
  }

  private static AttributedSnapshot at(int minutes) {
    return AttributedSnapshot.starting(NodeSnapshot.starting(minute(minutes), false));
  }
}
