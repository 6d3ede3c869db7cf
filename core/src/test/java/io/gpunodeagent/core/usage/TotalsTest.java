// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import static io.gpunodeagent.core.usage.World.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.usage.evidence.UsageSignals;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TotalsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private long millijoules = 5_000_000;

  @Test
  void heldAndActiveTimeAreCountedBetweenSamples() {
    var world = new World().holds("a", 0);
    world
        .samples(MINUTE, () -> gpu(0))
        .samples(MINUTE, () -> gpu(80))
        .samples(MINUTE, () -> gpu(0));

    var account = world.account("a");
    assertThat(account.held()).isEqualTo(Duration.ofSeconds(179));
    assertThat(account.active()).isEqualTo(MINUTE);
    assertThat(account.smSeconds().orElseThrow()).isEqualTo(48, within(1e-6));
    assertThat(account.since()).isEqualTo(World.START.plusSeconds(1));
    assertThat(account.lastActive()).contains(World.START.plusSeconds(120));
  }

  @Test
  void timeWithoutSamplesIsInNoTotal() {
    var world = new World().holds("a", 0);
    world.samples(MINUTE, () -> gpu(80)).pass(Duration.ofHours(2)).samples(MINUTE, () -> gpu(80));

    assertThat(world.account("a").held()).isEqualTo(Duration.ofSeconds(118));
    assertThat(world.account("a").active()).isEqualTo(Duration.ofSeconds(118));
  }

  @Test
  void aMissedSampleIsHeldButNotActive() {
    var world = new World().holds("a", 0);
    world.sample(gpu(80)).pass(SECOND).sample(gpu(80));

    assertThat(world.account("a").held()).isEqualTo(Duration.ofSeconds(2));
    assertThat(world.account("a").active()).isEqualTo(SECOND);
  }

  @Test
  void stepsOfTheWallClockAddNothingAndTakeNothing() {
    var world = new World().holds("a", 0);
    world.samples(MINUTE, () -> gpu(80)).setClock(Duration.ofDays(40));
    world.samples(MINUTE, () -> gpu(0)).setClock(Duration.ofDays(-80));
    world.samples(MINUTE, () -> gpu(0));

    assertThat(world.account("a").held()).isEqualTo(Duration.ofSeconds(179));
    assertThat(world.account("a").active()).isEqualTo(Duration.ofSeconds(59));
    assertThat(world.account("a").idle()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void theSameSampleTakenTwiceAddsNothing() {
    var world = new World().holds("a", 0);
    world.samples(MINUTE, () -> gpu(80));
    var before = world.account("a");

    world.sampleNow(gpu(80));

    assertThat(world.account("a").held()).isEqualTo(before.held());
    assertThat(world.account("a").active()).isEqualTo(before.active());
    assertThat(world.account("a").energyJoules()).isEqualTo(before.energyJoules());
  }

  @Test
  void anExclusiveHolderIsAnswerableForTheEnergyOfItsGpu() {
    var world = new World().holds("a", 0);
    world.samples(MINUTE, () -> energy(300));

    assertThat(world.account("a").energyJoules().orElseThrow()).isEqualTo(59 * 300.0);
  }

  @Test
  void aResetOfTheEnergyCounterIsNoEnergy() {
    var world = new World().holds("a", 0);
    world.samples(MINUTE, () -> energy(300));
    millijoules = 0;
    world.samples(MINUTE, () -> energy(300));

    assertThat(world.account("a").energyJoules().orElseThrow()).isEqualTo(118 * 300.0);
  }

  @Test
  void energyBeforeAChangeOfHolderIsNotTheNewHolders() {
    var world = new World().holds("a", 0);
    world.samples(MINUTE, () -> energy(300)).takeAway("a").holds("b", 0);

    world.sample(energy(300)).sample(energy(300));

    assertThat(world.account("b").energyJoules()).hasValue(300);
  }

  @Test
  void energyOfASharedGpuIsGivenOutBySmUseAndTheRestIsNobodys() {
    var world = new World().replica("a", 0, 0).replica("b", 0, 1).runs("a", 1).runs("b", 2);
    world.samples(MINUTE, () -> energy(300).process(1, 60, 1).process(2, 10, 1));

    assertThat(world.account("a").energyJoules().orElseThrow()).isEqualTo(59 * 180.0, within(1e-6));
    assertThat(world.account("b").energyJoules().orElseThrow()).isEqualTo(59 * 30.0, within(1e-6));
  }

  @Test
  void energyOfASharedGpuIsNobodysWhileUseIsHidden() {
    var world = new World().replica("a", 0, 0).replica("b", 0, 1).runs("a", 1);
    world.samples(MINUTE, () -> energy(300).process(1, 60, 1).process(2, 10, 1));

    assertThat(world.account("a").energyJoules()).isEmpty();
    assertThat(world.account("b").energyJoules()).isEmpty();
  }

  @Test
  void energyOfAMigDeviceIsNotTold() {
    var world = new World().instance("a", 0, 1);
    world.samples(MINUTE, () -> energy(300).instance(1, 1, 50, 1));

    assertThat(world.account("a").energyJoules()).isEmpty();
    assertThat(world.account("a").smSeconds().orElseThrow()).isEqualTo(29.5, within(1e-6));
  }

  @Test
  void aMissedAnswerOfTheKubeletResetsNoTotal() {
    var world = new World().holds("a", 0);
    world.samples(MINUTE, () -> gpu(80)).takeAway("a");
    world.sample(gpu(80));
    assertThat(world.usage().accounts()).isEmpty();

    world.holds("a", 0).sample(gpu(80));

    assertThat(world.account("a").held()).isEqualTo(Duration.ofSeconds(61));
  }

  @Test
  void aVanishedAllocationIsForgottenAfterTheTimeToKeepIt() {
    var world = new World().holds("a", 0);
    world.samples(MINUTE, () -> gpu(80)).takeAway("a");
    world.samples(Duration.ofSeconds(601), () -> gpu(0)).holds("a", 0).sample(gpu(80));

    assertThat(world.account("a").held()).isZero();
  }

  @Test
  void aLostGpuIsStillHeld() {
    var world = new World().holds("a", 0);
    world.samples(MINUTE, () -> gpu(80));
    world.samples(
        MINUTE,
        () -> gpu(80).condition(new GpuCondition.Lost("nvmlDeviceGetUuid", 15, Instant.EPOCH)));

    assertThat(world.account("a").held()).isEqualTo(Duration.ofSeconds(119));
    assertThat(world.account("a").active()).isEqualTo(Duration.ofSeconds(59));
  }

  private GpuBuilder energy(long watts) {
    millijoules += watts * 1000;
    return gpu(70).with(UsageSignals.ENERGY, Reading.of(millijoules));
  }

  private static GpuBuilder gpu(long percent) {
    return new GpuBuilder(0).busy(percent, 1);
  }
}
