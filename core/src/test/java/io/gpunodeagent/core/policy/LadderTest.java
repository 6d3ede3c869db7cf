// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import static io.gpunodeagent.core.policy.PolicyWorld.IDLE_AFTER;
import static io.gpunodeagent.core.policy.PolicyWorld.NOTICE;
import static io.gpunodeagent.core.policy.PolicyWorld.RULE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.health.cause.GpuState;
import io.gpunodeagent.core.policy.decision.Exclusion;
import io.gpunodeagent.core.policy.decision.Stage;
import io.gpunodeagent.core.policy.decision.Verdict;
import io.gpunodeagent.core.policy.rule.ActivityCriteria;
import io.gpunodeagent.core.policy.rule.IdleRule;
import io.gpunodeagent.core.policy.rule.Match;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.usage.World;
import io.gpunodeagent.core.usage.evidence.ActivityThresholds;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Watched, announced, marked, due: and back. */
class LadderTest {

  private static final Duration SECOND = World.SECOND;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final PolicyWorld node = new PolicyWorld();

  @Test
  void anIdlePodIsAnnouncedAndAfterTheNoticeDue() {
    rest(IDLE_AFTER.minus(SECOND));
    assertThat(node.stage("a")).isEqualTo(Stage.WATCHED);
    assertThat(node.idle("a").verdict()).isEqualTo(Verdict.NOT_MET);

    rest(SECOND.multipliedBy(2));
    assertThat(node.stage("a")).isEqualTo(Stage.ANNOUNCED);
    assertThat(node.idle("a").verdict()).isEqualTo(Verdict.MET);
    var announced = World.START.plus(IDLE_AFTER).plus(SECOND);
    assertThat(node.idle("a").reclaimAt()).contains(announced.plus(NOTICE));
    assertThat(node.idle("a").idleSince()).contains(World.START.plus(SECOND));

    rest(NOTICE.minus(SECOND));
    assertThat(node.stage("a")).isEqualTo(Stage.ANNOUNCED);

    rest(SECOND);
    assertThat(node.stage("a")).isEqualTo(Stage.DUE);
    assertThat(node.idle("a").marked()).isTrue();
    assertThat(node.idle("a").evidence().text())
        .isEqualTo(
            "idle for 12m (10m needed) on 1 device, 100.0 % of the latest 10m proven, by"
                + " device_utilization, no_process");
  }

  @ParameterizedTest
  @EnumSource(PolicyAction.class)
  void noPodGoesFartherThanTheActionOfItsRule(PolicyAction action) {
    node.rules(PolicyWorld.idle(PolicyWorld.rule("r", Match.ANY, action)));

    rest(IDLE_AFTER.plus(NOTICE).plus(MINUTE));

    assertThat(node.stage("a")).isEqualTo(Stage.farthest(action));
    assertThat(node.idle("a").verdict()).isEqualTo(Verdict.MET);
    assertThat(node.idle("a").reclaimAt().isPresent()).isEqualTo(action != PolicyAction.OBSERVE);
  }

  @Test
  void aPodThatIsNotJudgedYetSaysWhy() {
    rest(World.WINDOW);
    assertThat(node.idle("a").verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(node.idle("a").evidence().text()).endsWith(", in doubt: warming_up");

    rest(SECOND);
    assertThat(node.idle("a").verdict()).isEqualTo(Verdict.NOT_MET);
    assertThat(node.idle("a").evidence().text()).doesNotContain("in doubt");

    node.world.pod("a", "uid-a", Optional.of("a/2"));
    rest(World.WINDOW);
    assertThat(node.idle("a").evidence().text()).endsWith(", in doubt: short_history");
  }

  @Test
  void useAtAnyStageBringsItBackToWatched() {
    due();

    node.world.sample(gpu(50));

    assertThat(node.stage("a")).isEqualTo(Stage.WATCHED);
    assertThat(node.idle("a").verdict()).isEqualTo(Verdict.NOT_MET);
    assertThat(node.idle("a").idleSince()).isEmpty();
    rest(IDLE_AFTER.minus(SECOND));
    assertThat(node.stage("a")).isEqualTo(Stage.WATCHED);
    rest(SECOND);
    assertThat(node.stage("a")).isEqualTo(Stage.ANNOUNCED);
  }

  @Test
  void oneFailedReadingTakesTheMarkBackUntilRestIsProvenAgain() {
    due();
    var reclaimAt = node.idle("a").reclaimAt();

    node.world.sample(
        gpu(0).with(DeviceSignal.GPU_UTILIZATION, Reading.failed("nvmlDeviceGetUtilization", 999)));
    assertThat(node.stage("a")).isEqualTo(Stage.ANNOUNCED);
    assertThat(node.idle("a").marked()).isFalse();
    assertThat(node.idle("a").verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(node.idle("a").reclaimAt()).isEqualTo(reclaimAt);

    rest(SECOND);
    assertThat(node.stage("a")).isEqualTo(Stage.DUE);
  }

  @Test
  void whatIsUnknownForLongIsAnnouncedAnew() {
    due();

    node.world.samples(MINUTE, () -> lost());

    assertThat(node.stage("a")).isEqualTo(Stage.WATCHED);
    rest(IDLE_AFTER.minusSeconds(35));
    assertThat(node.stage("a")).isEqualTo(Stage.WATCHED);
    rest(SECOND.multipliedBy(10));
    assertThat(node.stage("a")).isEqualTo(Stage.ANNOUNCED);
  }

  @Test
  void aLongTimeWithoutSamplesIsNeverIdleness() {
    rest(IDLE_AFTER.minusSeconds(30));

    node.world.pass(Duration.ofHours(3));
    rest(Duration.ofMinutes(9));

    assertThat(node.stage("a")).isEqualTo(Stage.WATCHED);
    assertThat(node.idle("a").verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(node.idle("a").evidence().text())
        .contains("18m28s (10m needed)", "89.8 % of")
        .endsWith(", in doubt: short_history");
  }

  @Test
  void aGapIsNoNotice() {
    rest(IDLE_AFTER.plus(SECOND));
    var reclaimAt = node.idle("a").reclaimAt().orElseThrow();

    node.world.pass(Duration.ofSeconds(25));
    rest(NOTICE.minus(SECOND));
    assertThat(node.stage("a")).isEqualTo(Stage.ANNOUNCED);
    assertThat(node.idle("a").reclaimAt()).contains(reclaimAt.plusSeconds(26));

    rest(SECOND.multipliedBy(2));
    assertThat(node.stage("a")).isEqualTo(Stage.DUE);
  }

  @Test
  void aStepOfTheWallClockShortensNoNotice() {
    rest(IDLE_AFTER.plus(SECOND));

    node.world.setClock(Duration.ofDays(40));
    rest(NOTICE.minus(SECOND));

    assertThat(node.stage("a")).isEqualTo(Stage.ANNOUNCED);
  }

  @Test
  void aContainerThatRestartedIsWatchedAnew() {
    due();

    node.world.pod("a", "uid-a", Optional.of("a/2"));
    rest(SECOND);

    assertThat(node.stage("a")).isEqualTo(Stage.WATCHED);
    assertThat(node.idle("a").containers().getFirst().id()).contains("a/2");
  }

  @Test
  void aPodOfTheSameNameIsAnother() {
    due();

    node.world.pod("a", "uid-2", Optional.of("a/2"));
    rest(IDLE_AFTER);

    assertThat(node.stage("a")).isEqualTo(Stage.WATCHED);
    assertThat(node.idle("a").pod().uid()).contains("uid-2");
  }

  @Test
  void anUnhealthyGpuProvesNothing() {
    due();

    node.health(GpuState.UNHEALTHY);
    rest(SECOND);

    assertThat(node.idle("a").marked()).isFalse();
    assertThat(node.idle("a").verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(node.idle("a").evidence().text()).endsWith(", in doubt: gpu_unhealthy");
  }

  @Test
  void whileTheKubeletOrTheApiServerIsSilentNothingIsMarked() {
    var down = new SourceState.Down(Instant.EPOCH, Optional.empty(), "gone");
    due();

    node.world.kubelet(Optional.of(down));
    rest(SECOND);
    assertThat(node.idle("a").marked()).isFalse();

    node.world.kubelet(Optional.empty()).api(Optional.of(down));
    rest(SECOND);
    assertThat(node.idle("a").marked()).isFalse();

    node.world.api(Optional.empty());
    rest(SECOND);
    assertThat(node.idle("a").marked()).isTrue();
  }

  @Test
  void withoutTheApiServerNothingIsEverMarked() {
    node.world.api(Optional.of(new SourceState.Off()));

    rest(IDLE_AFTER.plus(NOTICE).plus(MINUTE));

    assertThat(node.stage("a")).isEqualTo(Stage.WATCHED);
    assertThat(node.idle("a").exclusions()).containsExactly(Exclusion.POD_UNKNOWN);
  }

  @Test
  void aPodIsIdleOnlyWhenAllItsGpusAre() {
    node.world.holds("a", 0).holds("a", 1);

    node.world.samples(SECOND, () -> gpu(0));
    for (int i = 0; i < IDLE_AFTER.plus(NOTICE).plus(MINUTE).toSeconds(); i++) {
      node.world.sample(gpu(0), new GpuBuilder(1).busy(50, 1));
    }

    assertThat(node.stage("a")).isEqualTo(Stage.WATCHED);
    assertThat(node.idle("a").verdict()).isEqualTo(Verdict.NOT_MET);
  }

  @Test
  void aPodOfWhichOneGpuIsMissingIsNotMarked() {
    node.world.holds("a", 0).holds("a", 1);
    for (int i = 0; i < IDLE_AFTER.plus(NOTICE).plus(MINUTE).toSeconds(); i++) {
      node.world.sample(gpu(0), new GpuBuilder(1).busy(0, 1));
    }
    assertThat(node.stage("a")).isEqualTo(Stage.DUE);

    node.world.sample(gpu(0));

    assertThat(node.idle("a").marked()).isFalse();
    assertThat(node.idle("a").evidence().text()).endsWith(", in doubt: gpu_not_fresh");
  }

  @Test
  void anotherRuleGivesNoticeOfItsOwn() {
    due();

    node.rules(PolicyWorld.idle(PolicyWorld.rule("other", Match.ANY, PolicyAction.EVICT)));
    rest(SECOND);

    assertThat(node.stage("a")).isEqualTo(Stage.ANNOUNCED);
    assertThat(node.idle("a").rule()).isEqualTo("other");
  }

  @Test
  void aNoticeOnceGivenIsNotShortened() {
    rest(IDLE_AFTER.plus(SECOND));
    var reclaimAt = node.idle("a").reclaimAt();

    node.rules(
        PolicyWorld.idle(
            new IdleRule(
                RULE.name(),
                Match.ANY,
                IDLE_AFTER,
                PolicyWorld.YARDSTICK,
                SECOND,
                PolicyAction.EVICT,
                true,
                IDLE_AFTER)));
    rest(NOTICE.minus(SECOND));

    assertThat(node.stage("a")).isEqualTo(Stage.ANNOUNCED);
    assertThat(node.idle("a").reclaimAt()).isEqualTo(reclaimAt);
  }

  @Test
  void aTinyKernelBelowTheRulesOwnFloorIsRest() {
    var thresholds = new ActivityThresholds(20, 20, 100, 100, 20);
    var coarse = new ActivityCriteria(thresholds, Duration.ZERO, World.WINDOW);
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

    node.world.samples(IDLE_AFTER.plus(NOTICE).plus(SECOND), () -> gpu(10));

    assertThat(node.world.activity("a").name()).isEqualTo("ACTIVE");
    assertThat(node.stage("a")).isEqualTo(Stage.MARKED);
  }

  @Test
  void theRulesOwnWarmUpIsNotJudged() {
    var patient =
        new ActivityCriteria(ActivityThresholds.defaults(), Duration.ofMinutes(20), World.WINDOW);
    node.rules(
        PolicyWorld.idle(
            new IdleRule(
                "patient",
                Match.ANY,
                IDLE_AFTER,
                patient,
                NOTICE,
                PolicyAction.MARK,
                false,
                IDLE_AFTER)));

    rest(Duration.ofMinutes(30));
    assertThat(node.stage("a")).isEqualTo(Stage.WATCHED);

    rest(SECOND.multipliedBy(2));
    assertThat(node.stage("a")).isEqualTo(Stage.ANNOUNCED);
  }

  @Test
  void aRuleThatComesLaterBelievesNoClockThatPaused() {
    node.rules(PolicyRules.none());
    rest(IDLE_AFTER.multipliedBy(2));
    node.world.pass(IDLE_AFTER);
    rest(World.WINDOW.plus(SECOND));

    node.rules(PolicyWorld.idle(RULE));
    rest(IDLE_AFTER.minus(World.WINDOW).minusSeconds(40));
    assertThat(node.idle("a").verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(node.stage("a")).isEqualTo(Stage.WATCHED);

    rest(Duration.ofSeconds(20));
    assertThat(node.stage("a")).isEqualTo(Stage.ANNOUNCED);
  }

  private void due() {
    rest(IDLE_AFTER.plus(NOTICE).plus(SECOND));
    assertThat(node.stage("a")).isEqualTo(Stage.DUE);
  }

  private void rest(Duration time) {
    if (node.world.usage().accounts().isEmpty()) {
      node.world.holds("a", 0);
    }
    node.world.samples(time, () -> gpu(0));
  }

  private static GpuBuilder gpu(long percent) {
    return new GpuBuilder(0).busy(percent, 1);
  }

  private static GpuBuilder lost() {
    return gpu(0).condition(new GpuCondition.Lost("nvmlDeviceGetUuid", 15, Instant.EPOCH));
  }
}
