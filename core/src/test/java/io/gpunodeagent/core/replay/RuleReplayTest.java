// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import static io.gpunodeagent.core.replay.Decisions.minute;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.policy.decision.Exclusion;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.PodDecision.Kind;
import io.gpunodeagent.core.policy.decision.Stage;
import io.gpunodeagent.core.policy.decision.Verdict;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.replay.ReplayedEpisode.Held;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One pod under one rule. */
class RuleReplayTest {

  private static final Held ONE = new Held(1, 0);
  private static final PodDecision ANNOUNCED =
      Decisions.idle().of("p", Stage.ANNOUNCED, Verdict.MET);
  private static final PodDecision MARKED = Decisions.idle().of("p", Stage.MARKED, Verdict.MET);

  private final RuleReplay track = new RuleReplay("n", minute(0), ANNOUNCED, ONE);

  @Test
  void onlyTimeBetweenTwoMarkedSamplesIsGiven() {
    go(10, MARKED);
    go(20, MARKED);
    go(35, ANNOUNCED);
    go(50, MARKED);
    go(51, MARKED);
    assertThat(track.open().given()).isEqualTo(Duration.ofMinutes(11));
  }

  @Test
  void timeBeforeWhichThereWereNoSamplesIsNotGiven() {
    go(10, MARKED);
    track.go(minute(40), MARKED, true, ONE);
    go(45, MARKED);
    assertThat(track.open().given()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void theFirstAnnouncementAndTheFirstMarkCount() {
    go(10, MARKED);
    go(20, ANNOUNCED);
    go(30, MARKED);
    var times = track.open().times();
    assertThat(times.announced()).contains(minute(0));
    assertThat(times.marked()).contains(minute(10));
    assertThat(times.met()).isEqualTo(minute(0));
  }

  @Test
  void whoIsOnlyWatchedIsNotAnnounced() {
    var watched = Decisions.idle().of("p", Stage.WATCHED, Verdict.MET);
    var episode = new RuleReplay("n", minute(0), watched, ONE).open();
    assertThat(episode.times().announced()).isEmpty();
    assertThat(episode.times().marked()).isEmpty();
  }

  @Test
  void changesOfStageAndOfVerdictAreNoted() {
    go(1, Decisions.idle().of("p", Stage.ANNOUNCED, Verdict.UNKNOWN));
    go(2, Decisions.idle().of("p", Stage.ANNOUNCED, Verdict.UNKNOWN));
    go(3, Decisions.idle().of("p", Stage.ANNOUNCED, Verdict.MET));
    go(4, MARKED);
    assertThat(track.open().decisions())
        .extracting(change -> change.stage() + " " + change.verdict())
        .containsExactly("announced met", "announced unknown", "announced met", "marked met");
  }

  @Test
  void changesBeyondAHundredAreCounted() {
    for (int minute = 1; minute <= 110; minute++) {
      go(minute, minute % 2 == 0 ? ANNOUNCED : MARKED);
    }
    assertThat(track.open().decisions()).hasSize(100);
    assertThat(track.open().left()).isEqualTo(11);
  }

  @Test
  void itLastsWhileAnnouncedThoughItsRestIsUnproven() {
    assertThat(RuleReplay.lasts(Decisions.idle().of("p", Stage.ANNOUNCED, Verdict.UNKNOWN)))
        .isTrue();
    assertThat(RuleReplay.lasts(Decisions.idle().of("p", Stage.WATCHED, Verdict.MET))).isTrue();
    assertThat(RuleReplay.lasts(Decisions.idle().of("p", Stage.WATCHED, Verdict.UNKNOWN)))
        .isFalse();
    assertThat(RuleReplay.lasts(Decisions.idle().of("p", Stage.WATCHED, Verdict.NOT_MET)))
        .isFalse();
  }

  @Test
  void whatItHeldLastCounts() {
    track.go(minute(1), MARKED, false, new Held(2, 3));
    assertThat(track.open().held()).isEqualTo(new Held(2, 3));
  }

  @Test
  void whyLessIsDoneThanTheRuleSaysIsTold() {
    var exclusions = EnumSet.of(Exclusion.EXEMPT);
    assertThat(exclusions(PolicyAction.MARK, PolicyAction.OBSERVE, exclusions))
        .containsExactly("it is annotated gpu-node-agent.io/exempt-until");
    assertThat(exclusions(PolicyAction.OBSERVE, PolicyAction.OBSERVE, exclusions)).isEmpty();
    assertThat(exclusions(PolicyAction.MARK, PolicyAction.MARK, EnumSet.of(Exclusion.GANG)))
        .isEmpty();
  }

  @Test
  void aTimeSliceRuleFreesNoHours() {
    var decisions =
        new Decisions(Kind.TIME_SLICE, "fair", PolicyAction.MARK, PolicyAction.MARK, Set.of());
    var marked = decisions.of("p", Stage.MARKED, Verdict.MET);
    var shares = new RuleReplay("n", minute(0), marked, new Held(1, 1));
    shares.go(minute(60), marked, false, new Held(1, 1));
    assertThat(shares.open().given()).isEqualTo(Duration.ofHours(1));
    assertThat(shares.open().gpuHours()).isZero();
    assertThat(shares.open().partHours()).isZero();
    assertThat(shares.open().times().idleSince()).isEmpty();
  }

  private static Iterable<String> exclusions(
      PolicyAction wanted, PolicyAction granted, Set<Exclusion> exclusions) {
    var decision =
        new Decisions(Kind.IDLE, "all", wanted, granted, exclusions)
            .of("p", Stage.WATCHED, Verdict.MET);
    return new RuleReplay("n", minute(0), decision, ONE).open().exclusions();
  }

  private void go(int minutes, PodDecision decision) {
    track.go(minute(minutes), decision, false, ONE);
  }
}
