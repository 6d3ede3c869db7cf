// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import static io.gpunodeagent.core.policy.PolicyWorld.IDLE_AFTER;
import static io.gpunodeagent.core.policy.PolicyWorld.NOTICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.policy.decision.Stage;
import io.gpunodeagent.core.policy.decision.Verdict;
import io.gpunodeagent.core.policy.rule.ActivityCriteria;
import io.gpunodeagent.core.policy.rule.IdleRule;
import io.gpunodeagent.core.policy.rule.Match;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.usage.World;
import io.gpunodeagent.core.usage.evidence.ActivityThresholds;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What survives a restart of the agent. */
class PolicyMemoryTest {

  private static final Duration SECOND = World.SECOND;

  private final PolicyWorld node = new PolicyWorld();

  @Test
  void anAnnouncementSurvivesAndTheTimeBetweenIsNoNotice() {
    announced();
    var reclaimAt = node.idle("a").reclaimAt().orElseThrow();

    node.world.pass(Duration.ofSeconds(20)).restart("boot", "boot");
    rest(SECOND);
    assertThat(node.stage("a")).isEqualTo(Stage.ANNOUNCED);
    assertThat(node.idle("a").reclaimAt()).contains(reclaimAt.plusSeconds(21));

    rest(NOTICE.minus(SECOND));
    assertThat(node.stage("a")).isEqualTo(Stage.ANNOUNCED);
    rest(SECOND);
    assertThat(node.stage("a")).isEqualTo(Stage.DUE);
  }

  @Test
  void aLongRestartIsUnknownAndAnnouncedAnew() {
    announced();

    node.world.pass(Duration.ofMinutes(1)).restart("boot", "boot");
    rest(NOTICE.plus(World.WINDOW));

    assertThat(node.stage("a")).isEqualTo(Stage.WATCHED);
    assertThat(node.idle("a").verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void stretchesThatWereUnknownBeforeStayUnknown() {
    rest(IDLE_AFTER.minusSeconds(30));
    node.world.pass(Duration.ofSeconds(25));
    rest(World.WINDOW);
    node.world.restart("boot", "boot");
    node.world.pass(Duration.ofSeconds(10));

    rest(World.WINDOW.plus(SECOND));

    assertThat(node.idle("a").verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(node.idle("a").evidence().text()).contains("93.8 %");
  }

  @Test
  void aClockSetBackMeanwhileDiscards() {
    announced();

    node.world.setClock(Duration.ofDays(-1)).restart("boot", "boot");
    rest(IDLE_AFTER.minusSeconds(40));

    assertThat(node.stage("a")).isEqualTo(Stage.WATCHED);
    rest(Duration.ofSeconds(20));
    assertThat(node.stage("a")).isEqualTo(Stage.ANNOUNCED);
    rest(NOTICE.minus(Duration.ofSeconds(20)));
    assertThat(node.stage("a")).isEqualTo(Stage.ANNOUNCED);
  }

  @Test
  void anotherBootDiscards() {
    announced();

    node.world.restart("boot", "other");
    rest(IDLE_AFTER);

    assertThat(node.stage("a")).isEqualTo(Stage.WATCHED);
  }

  @Test
  void aContainerThatRestartedMeanwhileIsWatchedAnew() {
    announced();

    node.world.restart("boot", "boot").pod("a", "uid-a", Optional.of("a/2"));
    rest(IDLE_AFTER);

    assertThat(node.stage("a")).isEqualTo(Stage.WATCHED);
  }

  @Test
  void theClocksOfARulesOwnYardstickSurvive() {
    var coarse =
        new ActivityCriteria(
            new ActivityThresholds(20, 20, 100, 100, 20), Duration.ZERO, World.WINDOW);
    node.rules(
        PolicyWorld.idle(
            new IdleRule(
                "coarse",
                Match.ANY,
                IDLE_AFTER,
                coarse,
                NOTICE,
                PolicyAction.MARK,
                false,
                IDLE_AFTER)));
    node.world.holds("a", 0);
    node.world.samples(IDLE_AFTER, () -> new GpuBuilder(0).busy(10, 1));

    node.world.restart("boot", "boot");
    node.world.samples(World.WINDOW.plus(SECOND), () -> new GpuBuilder(0).busy(10, 1));

    assertThat(node.stage("a")).isEqualTo(Stage.ANNOUNCED);
  }

  @Test
  void whatWasHeldAgainstAShareSurvivesAndTheTimeBetweenIsNoNotice() {
    shared();
    unfair(Duration.ofSeconds(125));
    assertThat(node.share("a").stage()).isEqualTo(Stage.ANNOUNCED);
    var reclaimAt = node.share("a").reclaimAt().orElseThrow();

    node.world.pass(Duration.ofSeconds(20)).restart("boot", "boot");
    unfair(SECOND);
    assertThat(node.share("a").stage()).isEqualTo(Stage.ANNOUNCED);
    assertThat(node.share("a").verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(node.share("a").reclaimAt()).contains(reclaimAt.plusSeconds(21));

    unfair(Duration.ofSeconds(110));
    assertThat(node.share("a").stage()).isEqualTo(Stage.ANNOUNCED);
    unfair(Duration.ofSeconds(10));
    assertThat(node.share("a").stage()).isEqualTo(Stage.DUE);
  }

  @Test
  void aRestartLongerThanTheGraceForgetsWhatWasHeldAgainstAShare() {
    shared();
    unfair(Duration.ofMinutes(5));
    assertThat(node.share("a").stage()).isEqualTo(Stage.DUE);

    node.world.pass(Duration.ofSeconds(121)).restart("boot", "boot");
    unfair(Duration.ofSeconds(100));

    assertThat(node.share("a").stage()).isEqualTo(Stage.WATCHED);
  }

  @Test
  void aShareThatIsMissedOnceIsStillWatched() {
    shared();
    unfair(Duration.ofSeconds(125));

    node.world.sample();
    unfair(Duration.ofSeconds(5));

    assertThat(node.share("a").stage()).isEqualTo(Stage.ANNOUNCED);
  }

  private void shared() {
    node.rules(PolicyWorld.shares(PolicyWorld.SHARES));
    node.world.replica("a", 0, 0).replica("b", 0, 1).runs("a", 1).runs("b", 2);
  }

  /** Pod a takes more of a shared GPU than its part. */
  private void unfair(Duration time) {
    node.world.samples(
        time, () -> new GpuBuilder(0).busy(95, 2).process(1, 80, 1).process(2, 15, 1));
  }

  private void announced() {
    rest(IDLE_AFTER.plus(SECOND));
    assertThat(node.stage("a")).isEqualTo(Stage.ANNOUNCED);
  }

  private void rest(Duration time) {
    if (node.world.usage().accounts().isEmpty() && node.policies().decisions().isEmpty()) {
      node.world.holds("a", 0);
    }
    node.world.samples(time, () -> new GpuBuilder(0).busy(0, 1));
  }
}
