// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import static io.gpunodeagent.core.usage.World.SECOND;
import static io.gpunodeagent.core.usage.World.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.usage.clock.Activity;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What survives a restart of the agent. */
class UsageMemoryTest {

  @Test
  void theIdleClockSurvivesARestartInTheMiddleAndTheGapIsUnknown() {
    var world = idle();
    var before = world.account("a");

    world.pass(Duration.ofMinutes(5)).restart("boot", "boot").sample(gpu(0));

    var after = world.account("a");
    assertThat(after.idle()).isEqualTo(before.idle());
    assertThat(after.held()).isEqualTo(before.held());
    assertThat(after.since()).isEqualTo(before.since());
    assertThat(after.activity()).isEqualTo(Activity.UNKNOWN);
    assertThat(after.unbroken()).isZero();

    world.samples(WINDOW, () -> gpu(0));
    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
    assertThat(world.account("a").idle()).isEqualTo(before.idle().plus(WINDOW));
  }

  @Test
  void totalsAndTheLastUseSurvive() {
    var world = new World().holds("a", 0).samples(WINDOW, () -> gpu(50));
    var before = world.account("a");

    world.restart("boot", "boot").sample(gpu(0));

    assertThat(world.account("a").active()).isEqualTo(before.active());
    assertThat(world.account("a").smSeconds()).isEqualTo(before.smSeconds());
    assertThat(world.account("a").lastActive()).isEqualTo(before.lastActive());
  }

  @Test
  void anotherBootDiscards() {
    var world = idle().restart("boot", "other").sample(gpu(0));

    assertThat(world.account("a").idle()).isZero();
    assertThat(world.account("a").held()).isZero();
  }

  @Test
  void aContainerThatRestartedMeanwhileBeginsAnewAndKeepsItsTotals() {
    var world = idle();
    var before = world.account("a");

    world.restart("boot", "boot").pod("a", "uid-a", Optional.of("a/2")).sample(gpu(0));

    assertThat(world.account("a").idle()).isZero();
    assertThat(world.account("a").held()).isEqualTo(before.held());
  }

  @Test
  void aPodRecreatedMeanwhileUnderTheSameNameIsAnother() {
    var world = idle().restart("boot", "boot");

    world.pod("a", "uid-2", Optional.of("a/2")).sample(gpu(0));

    assertThat(world.account("a").idle()).isZero();
    assertThat(world.account("a").held()).isZero();
  }

  @Test
  void theWarmUpGoesOn() {
    var world = new World().warmUp(Duration.ofMinutes(10)).holds("a", 0);
    world.samples(Duration.ofMinutes(9), () -> gpu(0)).restart("boot", "boot");

    world.samples(WINDOW.multipliedBy(2), () -> gpu(0));
    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    world.samples(SECOND.multipliedBy(2), () -> gpu(0));
    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
  }

  @Test
  void whatIsNotSeenAgainIsKeptForTheNextRestartAndThenForgotten() {
    var world = idle().takeAway("a").restart("boot", "boot").samples(WINDOW, () -> gpu(0));
    assertThat(world.usage().memory("boot").entries()).hasSize(1);

    world.samples(Duration.ofMinutes(10), () -> gpu(0));
    assertThat(world.usage().memory("boot").entries()).isEmpty();
  }

  @Test
  void aPodThatCannotBeToldFromItsNamesakesIsNotRemembered() {
    var world = new World().holds("a", 0).api(Optional.of(new SourceState.Off()));

    world.samples(WINDOW, () -> gpu(0));

    assertThat(world.usage().memory("boot").entries()).isEmpty();
  }

  @Test
  void thePowerAtRestSurvives() {
    var world = new World().holds("a", 0).samples(WINDOW, () -> power(80));

    world.restart("boot", "boot").sample(power(120));

    assertThat(world.activity("a")).isEqualTo(Activity.ACTIVE);
    assertThat(world.usage().memory("boot").gpus()).hasSize(1);
  }

  private static World idle() {
    return new World().holds("a", 0).samples(WINDOW.plus(SECOND), () -> gpu(0));
  }

  private static GpuBuilder gpu(long percent) {
    return new GpuBuilder(0).busy(percent, 1);
  }

  private static GpuBuilder power(long watts) {
    return gpu(0).with(DeviceSignal.POWER_USAGE, Reading.of(watts * 1000));
  }
}
