// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import static io.gpunodeagent.core.replay.Decisions.minute;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.policy.Policies;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.PodDecision.Kind;
import io.gpunodeagent.core.policy.decision.Stage;
import io.gpunodeagent.core.policy.decision.Verdict;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.replay.ReplayedEpisode.End;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.usage.Usage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The pods of a node from snapshot to snapshot. */
class DecisionFollowerTest {

  private static final Decisions ALL = Decisions.idle();
  private static final Decisions OTHER =
      new Decisions(Kind.IDLE, "other", PolicyAction.MARK, PolicyAction.MARK, Set.of());
  private static final Decisions SHARES =
      new Decisions(Kind.TIME_SLICE, "all", PolicyAction.MARK, PolicyAction.MARK, Set.of());

  private DecisionFollower following = following(Set.of());

  @Test
  void whoIsThereNoMoreHasEndedOnce() {
    take(0, met(ALL, "p"));
    take(1);
    take(2);
    assertThat(episodes()).extracting(ReplayedEpisode::end).containsExactly(End.POD_GONE);
  }

  @Test
  void whoComesUnderAnotherRuleBeginsAnew() {
    take(0, met(ALL, "p"));
    take(1, met(OTHER, "p"));
    take(2, met(OTHER, "p"));
    assertThat(episodes())
        .extracting(episode -> episode.rule().name() + " " + episode.end())
        .containsExactly("all NO_LONGER_MET", "other RANGE_END");
  }

  @Test
  void rulesOfBothKindsAreFollowedApart() {
    take(0, met(ALL, "p"), met(SHARES, "p"));
    take(1, met(ALL, "p"), SHARES.of("p", Stage.WATCHED, Verdict.NOT_MET));
    assertThat(episodes())
        .extracting(episode -> episode.rule().kind() + " " + episode.end())
        .containsExactly("TIME_SLICE NO_LONGER_MET", "IDLE RANGE_END");
  }

  @Test
  void podsOfARuleThatCannotBeJudgedAreCountedAndNotFollowed() {
    following = following(Set.of("other"));
    take(0, met(OTHER, "p"), met(OTHER, "q"), met(ALL, "r"));
    take(1, met(OTHER, "p"));
    assertThat(following.findings().unjudged()).containsOnly(Map.entry("other", 2));
    assertThat(episodes()).extracting(episode -> episode.pod().name()).containsExactly("r");
  }

  @Test
  void whoComesUnderARuleThatCannotBeJudgedHasEnded() {
    following = following(Set.of("other"));
    take(0, met(ALL, "p"));
    take(1, met(OTHER, "p"));
    assertThat(episodes()).extracting(ReplayedEpisode::end).containsExactly(End.NO_LONGER_MET);
  }

  @Test
  void aTimeSliceRuleOfTheNameOfOneThatCannotBeJudgedIsJudged() {
    following = following(Set.of("all"));
    take(0, met(SHARES, "p"));
    assertThat(episodes()).hasSize(1);
    assertThat(following.findings().unjudged()).isEmpty();
  }

  private static PodDecision met(Decisions decisions, String pod) {
    return decisions.of(pod, Stage.ANNOUNCED, Verdict.MET);
  }

  private static DecisionFollower following(Set<String> unjudged) {
    return new DecisionFollower("n", at(0), unjudged);
  }

  private void take(int minutes, PodDecision... decisions) {
    following.take(
        at(minutes),
        Usage.none(),
        new Policies(List.of(decisions), Policies.none().history()),
        false);
  }

  private List<ReplayedEpisode> episodes() {
    return following.findings().episodes();
  }

  private static AttributedSnapshot at(int minutes) {
    return AttributedSnapshot.starting(NodeSnapshot.starting(minute(minutes), false));
  }
}
