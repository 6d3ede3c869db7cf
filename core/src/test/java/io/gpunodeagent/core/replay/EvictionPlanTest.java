// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.policy.decision.PodDecision.Kind;
import io.gpunodeagent.core.policy.decision.PodDecision.PodRef;
import io.gpunodeagent.core.replay.EvictionPlan.Planned;
import io.gpunodeagent.core.replay.ReplayedEpisode.Change;
import io.gpunodeagent.core.replay.ReplayedEpisode.End;
import io.gpunodeagent.core.replay.ReplayedEpisode.Held;
import io.gpunodeagent.core.replay.ReplayedEpisode.Rule;
import io.gpunodeagent.core.replay.ReplayedEpisode.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvictionPlanTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static Instant minute(long minutes) {
    return START.plus(Duration.ofMinutes(minutes));
  }

  /** A pod that became {@code stage} and stayed so. */
  private static ReplayedEpisode episode(
      String node, String pod, String stage, long at, long lasting) {
    return new ReplayedEpisode(
        node,
        new PodRef("research", pod, Optional.empty()),
        new Rule(Kind.IDLE, "idle"),
        new Held(1, 0),
        new Times(Optional.of(START), minute(at), Optional.of(minute(at)), Optional.of(minute(at))),
        Duration.ofMinutes(lasting),
        End.RANGE_END,
        List.of(),
        "idle",
        List.of(new Change(minute(at), stage, "met", "idle")),
        0);
  }

  private static List<Optional<Instant>> times(EvictionPlan plan) {
    return plan.evictions().stream().map(Planned::at).toList();
  }

  @Test
  void podsAreEvictedInTheOrderInWhichTheyBecameDue() {
    var plan =
        EvictionPlan.of(
            List.of(episode("a", "late", "due", 30, 600), episode("a", "early", "due", 10, 600)),
            2);
    assertThat(plan.evictions())
        .extracting(one -> one.episode().pod().name())
        .containsExactly("early", "late");
    assertThat(times(plan)).containsExactly(Optional.of(minute(10)), Optional.of(minute(30)));
  }

  @Test
  void theBudgetOfAnHourDelaysThoseBeyondIt() {
    var plan =
        EvictionPlan.of(
            List.of(
                episode("a", "one", "due", 0, 600),
                episode("a", "two", "due", 5, 600),
                episode("a", "three", "due", 6, 600),
                episode("b", "other-node", "due", 7, 600)),
            2);
    assertThat(times(plan))
        .containsExactly(
            Optional.of(minute(0)),
            Optional.of(minute(5)),
            Optional.of(minute(60)),
            Optional.of(minute(7)));
  }

  @Test
  void whatIsNoLongerDueThenIsNotEvictedAndCostsNothing() {
    var plan =
        EvictionPlan.of(
            List.of(
                episode("a", "one", "due", 0, 600),
                episode("a", "short", "due", 5, 20),
                episode("a", "next", "due", 6, 600)),
            1);
    assertThat(times(plan))
        .containsExactly(Optional.of(minute(0)), Optional.empty(), Optional.of(minute(60)));
  }

  @Test
  void markedPodsAreNotEvictedNorIsAnyWithoutABudget() {
    assertThat(EvictionPlan.of(List.of(episode("a", "pod", "marked", 0, 600)), 2).evictions())
        .isEmpty();
    assertThat(times(EvictionPlan.of(List.of(episode("a", "pod", "due", 0, 600)), 0)))
        .containsExactly(Optional.empty());
  }
}
