// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import static io.gpunodeagent.core.usage.World.SECOND;
import static io.gpunodeagent.core.usage.World.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.usage.clock.Activity;
import io.gpunodeagent.core.usage.evidence.Evidence.Doubt;
import io.gpunodeagent.core.usage.evidence.Evidence.Source;
import io.gpunodeagent.core.usage.evidence.Evidence.Verdict;
import io.gpunodeagent.core.usage.evidence.UsageSignals;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Sources that lie, and what the power of a GPU says of them. */
class ConflictTest {

  private static final GpmSignal SM = new GpmSignal(2);

  @Test
  void gpmStuckAtZeroDoesNotHideUse() {
    var world = new World().holds("a", 0);

    world.samples(WINDOW.plus(SECOND), () -> gpu(99, 0.0));

    assertThat(world.activity("a")).isEqualTo(Activity.ACTIVE);
    assertThat(world.account("a").evidence().sources()).doesNotContainKey(Source.GPM);
    assertThat(world.device(0).conflicts()).containsEntry(Source.GPM, 59L);
  }

  @Test
  void aSuspectIsNotBelievedUntilItCountsAgain() {
    var world = new World().holds("a", 0).samples(Duration.ofSeconds(9), () -> gpu(99, 0.0));

    world.sample(gpu(0, 0.0));
    assertThat(world.account("a").evidence().sources()).doesNotContainKey(Source.GPM);
    assertThat(world.account("a").evidence().verdict()).isEqualTo(Verdict.INACTIVE);

    world.sample(gpu(20, 20.0)).sample(gpu(0, 0.0));
    assertThat(world.account("a").evidence().sources()).containsEntry(Source.GPM, Verdict.INACTIVE);
  }

  @Test
  void twoSourcesThatLookAtDifferentMomentsAreNoConflict() {
    var world = new World().holds("a", 0);
    for (int i = 0; i < 30; i++) {
      world.sample(gpu(20, 0.0)).sample(gpu(20, 18.0));
    }

    assertThat(world.device(0).conflicts()).isEmpty();
  }

  @Test
  void utilizationStuckAtAHundredIsUseForSafety() {
    var world = new World().holds("a", 0);

    world.samples(WINDOW.multipliedBy(2), () -> gpu(100, 0.0).with(SM, Reading.unsupported()));

    assertThat(world.activity("a")).isEqualTo(Activity.ACTIVE);
  }

  @Test
  void utilizationStuckAtZeroDoesNotHideUse() {
    var world = new World().holds("a", 0).runs("a", 1);

    world.samples(Duration.ofSeconds(9), () -> gpu(0, 60.0).process(1, 50, 1));

    assertThat(world.activity("a")).isEqualTo(Activity.ACTIVE);
    assertThat(world.device(0).conflicts()).containsKey(Source.DEVICE_UTILIZATION);
  }

  @Test
  void powerAboveThatAtRestIsUse() {
    var world = new World().holds("a", 0).samples(WINDOW, () -> power(80, 700));

    world.sample(power(94, 700));
    assertThat(world.account("a").evidence().verdict()).isEqualTo(Verdict.INACTIVE);

    world.sample(power(96, 700));
    assertThat(world.account("a").evidence().sources())
        .containsEntry(Source.ENERGY, Verdict.ACTIVE);
    assertThat(world.activity("a")).isEqualTo(Activity.ACTIVE);
  }

  @Test
  void aContextRaisesThePowerAtRestAndIsNoUse() {
    var world = new World().holds("a", 0).runs("a", 1).samples(WINDOW, () -> power(70, 700));

    world.samples(WINDOW.plus(SECOND), () -> power(115, 700).process(1, 0, 1));

    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
  }

  @Test
  void halfTheLimitIsNeverRestThoughNothingElseTellsUse() {
    var world = new World().holds("a", 0);

    world.samples(WINDOW.plus(SECOND), () -> power(400, 700));

    assertThat(world.activity("a")).isEqualTo(Activity.ACTIVE);
  }

  @Test
  void thePowerAtRestIsLearnedAnewWithinHalfAnHour() {
    var world = new World().holds("a", 0).samples(WINDOW, () -> power(60, 700));

    world.samples(Duration.ofMinutes(10), () -> power(90, 700));
    assertThat(world.activity("a")).isEqualTo(Activity.ACTIVE);

    world.samples(Duration.ofMinutes(25), () -> power(90, 700));
    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
  }

  @Test
  void energyTellsOfUseInAGap() {
    var world = new World().holds("a", 0);
    world.samples(WINDOW.plus(SECOND), () -> energy(80, 1000));
    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);

    world.pass(Duration.ofSeconds(99)).sample(energy(80, 1000 + 80 * 100));
    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    assertThat(world.account("a").idle()).isPositive();

    world.pass(Duration.ofSeconds(99)).sample(energy(80, 1000 + 80 * 100 + 300 * 100));
    assertThat(world.activity("a")).isEqualTo(Activity.ACTIVE);
    assertThat(world.account("a").idle()).isZero();
  }

  @Test
  void instancesThatAreAllAtRestCannotDrawThatPower() {
    var world = new World().instance("a", 0, 1).instance("b", 0, 2);
    world.samples(WINDOW.plus(SECOND), () -> mig(80, 0, 0));
    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);

    world.samples(Duration.ofSeconds(9), () -> mig(180, 0, 0));
    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    assertThat(world.account("a").evidence().doubt()).contains(Doubt.SOURCE_CONFLICT);
    assertThat(world.device(0).conflicts()).containsEntry(Source.GPM, 7L);

    world.samples(Duration.ofHours(1), () -> mig(180, 0, 0));
    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
  }

  @Test
  void suspectInstancesAreBelievedOnceOneOfThemCountsAgain() {
    var world = new World().instance("a", 0, 1).instance("b", 0, 2);
    world.samples(WINDOW.plus(SECOND), () -> mig(80, 0, 0));
    world.samples(Duration.ofSeconds(9), () -> mig(180, 0, 0));

    world.sample(mig(80, 0, 0));
    assertThat(world.account("a").evidence().sources()).doesNotContainKey(Source.GPM);

    world.sample(mig(180, 0, 40)).sample(mig(80, 0, 0));
    assertThat(world.account("a").evidence().sources()).containsEntry(Source.GPM, Verdict.INACTIVE);
  }

  @Test
  void anInstanceAtRestBesideABusyOneIsIdle() {
    var world = new World().instance("a", 0, 1).instance("b", 0, 2);
    world.sample(mig(80, 0, 0));

    world.samples(WINDOW.plus(SECOND), () -> mig(280, 0, 70));

    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
    assertThat(world.activity("b")).isEqualTo(Activity.ACTIVE);
  }

  private static GpuBuilder gpu(long percent, double gpm) {
    return new GpuBuilder(0).busy(percent, 1).with(SM, Reading.of(gpm));
  }

  private static GpuBuilder power(long watts, long limit) {
    return gpu(0, 0.0)
        .with(DeviceSignal.POWER_USAGE, Reading.of(watts * 1000))
        .with(DeviceSignal.POWER_LIMIT_ENFORCED, Reading.of(limit * 1000));
  }

  private static GpuBuilder energy(long watts, long joules) {
    return power(watts, 700).with(UsageSignals.ENERGY, Reading.of(joules * 1000));
  }

  private static GpuBuilder mig(long watts, double one, double two) {
    return new GpuBuilder(0)
        .with(DeviceSignal.POWER_USAGE, Reading.of(watts * 1000))
        .with(DeviceSignal.POWER_LIMIT_ENFORCED, Reading.of(700_000L))
        .instance(1, 1, one, 1)
        .instance(2, 1, two, 1);
  }
}
