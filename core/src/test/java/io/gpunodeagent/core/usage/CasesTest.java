// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import static io.gpunodeagent.core.usage.World.SECOND;
import static io.gpunodeagent.core.usage.World.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.usage.clock.Activity;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What happens to nodes and must not look like rest, or like use. */
class CasesTest {

  @Test
  void aStepOfTheWallClockMovesNoIdleClock() {
    for (var step : new Duration[] {Duration.ofDays(3), Duration.ofDays(-3)}) {
      var world = idle().setClock(step).sample(gpu(0));

      assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
      assertThat(world.account("a").idle()).isEqualTo(WINDOW.plus(SECOND));
    }
  }

  @Test
  void aReloadOfTheDriverIsAGap() {
    var world = idle();
    for (int i = 0; i < 30; i++) {
      world.sample();
    }
    assertThat(world.usage().accounts()).isEmpty();

    world.sample(gpu(0));

    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    assertThat(world.account("a").idle()).isEqualTo(WINDOW);
  }

  @Test
  void anInstanceMadeAnewDuringTheWindowIsAGap() {
    var world = new World().instance("a", 0, 1);
    world.samples(WINDOW.plus(SECOND), () -> new GpuBuilder(0).instance(1, 1, 0, 1));
    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);

    world.samples(Duration.ofSeconds(5), () -> new GpuBuilder(0).instance(2, 1, 0, 1));
    assertThat(world.usage().accounts()).isEmpty();

    world.sample(
        UsageBuilders.instance(new GpuBuilder(0), 1, Reading.failed("nvmlGpmMetricsGet", 999)));
    world.sample(new GpuBuilder(0).instance(1, 1, 0, 1));
    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
  }

  @Test
  void aProcessNumberGivenToAnotherPodIsTheOtherPodsUse() {
    var world = new World().replica("a", 0, 0).replica("b", 0, 1).runs("a", 7);
    world.samples(WINDOW, () -> gpu(50).process(7, 50, 1));

    world.gone(7).runs("b", 7).samples(WINDOW.plus(SECOND), () -> gpu(50).process(7, 50, 1));

    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
    assertThat(world.activity("b")).isEqualTo(Activity.ACTIVE);
  }

  @Test
  void anAllocationThatNeverHadAProcessIsIdle() {
    var world = new World().replica("a", 0, 0).replica("b", 0, 1).runs("b", 7);

    world.samples(WINDOW.plus(SECOND), () -> gpu(50).process(7, 50, 1));

    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
  }

  @Test
  void aFrozenProcessThatHoldsMemoryIsIdle() {
    var world = new World().holds("a", 0).runs("a", 7);

    world.samples(
        WINDOW.plus(SECOND),
        () -> gpu(0).with(DeviceSignal.MEMORY_USED, Reading.of(9L)).process(7, 0, 9));

    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
    assertThat(world.account("a").idleMemoryBytes()).hasValue(9);
  }

  @Test
  void aGpuPassedToAVirtualMachineTellsNothing() {
    var world = idle().holds("b", 1);

    world.samples(WINDOW.multipliedBy(2), () -> gpu(0));

    assertThat(world.usage().accounts()).hasSize(1);
    assertThat(world.usage().pods()).hasSize(1);
  }

  @Test
  void ranksThatSpinWhileTheyWaitForPeersAreActive() {
    var world = new World().holds("a", 0);

    world.samples(WINDOW.multipliedBy(3), () -> gpu(100));

    assertThat(world.activity("a")).isEqualTo(Activity.ACTIVE);
  }

  private static World idle() {
    return new World().holds("a", 0).samples(WINDOW.plus(SECOND), () -> gpu(0));
  }

  private static GpuBuilder gpu(long percent) {
    return UsageBuilders.drawing(new GpuBuilder(0).busy(percent, 1), percent > 0 ? 300 : 75);
  }
}
