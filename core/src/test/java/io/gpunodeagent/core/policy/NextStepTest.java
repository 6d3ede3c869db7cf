// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import static io.gpunodeagent.core.policy.PolicyWorld.IDLE_AFTER;
import static io.gpunodeagent.core.policy.PolicyWorld.NOTICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.policy.decision.NextStep;
import io.gpunodeagent.core.policy.decision.NextStep.Action;
import io.gpunodeagent.core.policy.rule.Match;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.usage.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes next for a pod, and when at the earliest. */
class NextStepTest {

  private static final Duration SECOND = World.SECOND;

  private final PolicyWorld node = new PolicyWorld();

  @BeforeEach
  void onePod() {
    node.world.holds("a", 0);
  }

  private static GpuBuilder gpu(Reading<Long> percent) {
    return new GpuBuilder(0)
        .with(DeviceSignal.GPU_UTILIZATION, percent)
        .with(DeviceSignal.MEMORY_UTILIZATION, Reading.of(0L));
  }

  private void samples(Duration time, Reading<Long> percent) {
    node.world.samples(time, () -> gpu(percent));
  }

  /** So much time after the first sample, which is a second after the start. */
  private Optional<NextStep> after(Duration time) {
    return NextStep.after(node.idle("a"), time(time));
  }

  private static Instant time(Duration time) {
    return World.START.plus(SECOND).plus(time);
  }

  @Test
  void anIdlePodIsAnnouncedWhenItsRuleSaysAndEvictedAfterTheNotice() {
    samples(Duration.ofMinutes(2).plus(SECOND), Reading.of(0L));
    assertThat(after(Duration.ofMinutes(2)))
        .contains(new NextStep(Action.ANNOUNCE, time(IDLE_AFTER), false));

    samples(IDLE_AFTER.minusMinutes(2), Reading.of(0L));
    assertThat(after(IDLE_AFTER))
        .contains(new NextStep(Action.EVICT, time(IDLE_AFTER.plus(NOTICE)), false));

    samples(NOTICE, Reading.of(0L));
    assertThat(after(IDLE_AFTER.plus(NOTICE)))
        .contains(new NextStep(Action.EVICT, time(IDLE_AFTER.plus(NOTICE)), false));
  }

  @Test
  void nothingIsToComeForAPodInUse() {
    samples(Duration.ofMinutes(2), Reading.of(90L));

    assertThat(after(Duration.ofMinutes(2))).isEmpty();
  }

  @Test
  void whileNothingIsProvenTheStepWaits() {
    samples(Duration.ofMinutes(2), Reading.of(0L));
    samples(SECOND.multipliedBy(2), Reading.failed("nvmlDeviceGetUtilizationRates", 999));

    assertThat(after(Duration.ofMinutes(2)).map(NextStep::waitsForProof)).contains(true);
  }

  @ParameterizedTest
  @CsvSource({"OBSERVE,,", "NOTIFY,ANNOUNCE,", "MARK,ANNOUNCE,MARK", "EVICT,ANNOUNCE,EVICT"})
  void noStepGoesFartherThanTheRule(PolicyAction action, Action first, Action second) {
    node.rules(PolicyWorld.idle(PolicyWorld.rule("r", Match.ANY, action)));
    samples(Duration.ofMinutes(2), Reading.of(0L));
    assertThat(after(Duration.ofMinutes(2)).map(NextStep::action))
        .isEqualTo(Optional.ofNullable(first));

    samples(IDLE_AFTER, Reading.of(0L));
    assertThat(after(IDLE_AFTER.plusMinutes(2)).map(NextStep::action))
        .isEqualTo(Optional.ofNullable(second));
  }
}
