// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import static io.gpunodeagent.core.usage.World.SECOND;
import static io.gpunodeagent.core.usage.World.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.usage.clock.Activity;
import io.gpunodeagent.core.usage.evidence.Evidence.Doubt;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The window and the idle clock. */
class ActivityTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void anAllocationIsIdleOneWindowAfterItWasFirstSeenAtRest() {
    var world = new World().holds("a", 0);

    world.samples(WINDOW, () -> gpu(0));
    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    assertThat(world.account("a").coverage()).isEmpty();
    assertThat(world.account("a").doubt()).contains(Doubt.WARMING_UP);

    world.sample(gpu(0));
    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
    assertThat(world.account("a").doubt()).isEmpty();
    assertThat(world.account("a").coverage()).hasValue(1);
    assertThat(world.account("a").idle()).isEqualTo(WINDOW);
    assertThat(world.account("a").unbroken()).isEqualTo(WINDOW);
  }

  @Test
  void useMakesActiveAtOnceAndForOneWindow() {
    var world = idle();

    world.sample(gpu(50));
    assertThat(world.activity("a")).isEqualTo(Activity.ACTIVE);
    assertThat(world.account("a").idle()).isZero();
    assertThat(world.account("a").unbroken()).isZero();

    world.samples(WINDOW, () -> gpu(0));
    assertThat(world.activity("a")).isEqualTo(Activity.ACTIVE);
    world.sample(gpu(0));
    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
    assertThat(world.account("a").idle()).isEqualTo(WINDOW.plus(SECOND));
  }

  @Test
  void aTinyKernelThatKeepsAliveDoesNotCount() {
    var world = new World().holds("a", 0);

    world.samples(WINDOW.plus(SECOND), () -> gpu(1));

    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
  }

  @Test
  void theIdleClockStandsStillOnUnknownAndGoesOn() {
    var world = idle();
    var before = world.account("a").idle();

    world.samples(MINUTE, () -> gpu(0).with(DeviceSignal.GPU_UTILIZATION, failed()));
    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    assertThat(world.account("a").idle()).isEqualTo(before);
    assertThat(world.account("a").unbroken()).isZero();
    assertThat(world.account("a").evidence().doubt()).contains(Doubt.SOURCE_FAILED);

    world.samples(WINDOW, () -> gpu(0));
    assertThat(world.account("a").idle()).isEqualTo(before.plus(WINDOW));
    assertThat(world.account("a").unbroken()).isEqualTo(WINDOW.minus(SECOND));
    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    world.sample(gpu(0));
    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
  }

  @Test
  void oneZeroAfterAGapIsNotIdle() {
    var world = idle().pass(Duration.ofHours(1));

    world.sample(gpu(0));

    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    assertThat(world.account("a").idle()).isEqualTo(WINDOW);
    assertThat(world.account("a").coverage().orElseThrow()).isLessThan(0.1);
  }

  @Test
  void aGapOfThreePeriodsIsBorneAndALongerOneIsNot() {
    var world = idle().pass(Duration.ofSeconds(2)).sample(gpu(0));
    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);

    world.samples(WINDOW, () -> gpu(0)).pass(Duration.ofSeconds(3)).sample(gpu(0));
    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
  }

  @Test
  void oneSampleInTwentyMayBeMissing() {
    var world = new World().holds("a", 0);
    for (int i = 0; i < 8; i++) {
      world.samples(Duration.ofSeconds(19), () -> gpu(0)).pass(SECOND);
    }
    world.sample(gpu(0));
    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
    assertThat(world.account("a").coverage().orElseThrow()).isEqualTo(0.95, within(0.01));

    for (int i = 0; i < 8; i++) {
      world.samples(Duration.ofSeconds(9), () -> gpu(0)).pass(SECOND);
    }
    world.sample(gpu(0));
    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    assertThat(world.account("a").coverage().orElseThrow()).isEqualTo(0.9, within(0.02));
    assertThat(world.account("a").unbroken()).isLessThan(WINDOW);
  }

  @Test
  void lateSamplesAreNotMissingOnes() {
    var world = new World().holds("a", 0).sample(gpu(0));
    for (int i = 0; i < 30; i++) {
      world.pass(Duration.ofMillis(300)).sample(gpu(0));
      world.pass(Duration.ofMillis(-300)).sample(gpu(0));
    }
    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
  }

  @Test
  void restInTheWarmUpIsNotJudged() {
    var world = new World().warmUp(Duration.ofMinutes(10)).holds("a", 0);

    world.samples(Duration.ofMinutes(10), () -> gpu(0));
    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    assertThat(world.account("a").idle()).isZero();

    world.samples(WINDOW, () -> gpu(0));
    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    world.sample(gpu(0));
    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
    assertThat(world.account("a").idle()).isEqualTo(WINDOW);
  }

  @Test
  void useInTheWarmUpCounts() {
    var world = new World().warmUp(Duration.ofMinutes(10)).holds("a", 0);

    world.samples(MINUTE, () -> gpu(30));

    assertThat(world.activity("a")).isEqualTo(Activity.ACTIVE);
  }

  @Test
  void aRestartedContainerBeginsAnew() {
    var world = idle();

    world.pod("a", "uid-a", Optional.of("a/2")).sample(gpu(0));

    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    assertThat(world.account("a").idle()).isZero();
    assertThat(world.account("a").held()).isEqualTo(WINDOW.plus(SECOND));
    world.samples(WINDOW, () -> gpu(0));
    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
  }

  @Test
  void aPodOfTheSameNameIsNotJudgedByItsPredecessor() {
    var world = idle();

    world.pod("a", "uid-2", Optional.of("a/2")).sample(gpu(0));

    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    assertThat(world.account("a").idle()).isZero();
    assertThat(world.account("a").held()).isZero();
  }

  @Test
  void aContainerThatDoesNotRunHasNoClock() {
    var world = new World().pod("a", "uid-a", Optional.empty()).holds("a", 0);

    world.samples(Duration.ofMinutes(10), () -> gpu(0));
    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    assertThat(world.account("a").evidence().doubt()).contains(Doubt.NOT_RUNNING);

    world.pod("a", "uid-a", Optional.of("a/1")).samples(WINDOW, () -> gpu(0));
    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    assertThat(world.account("a").idle()).isEqualTo(WINDOW.minus(SECOND));
  }

  @Test
  void aLostOrHungGpuIsUnknownThoughItWasJustUsed() {
    for (var condition :
        new GpuCondition[] {
          new GpuCondition.Lost("nvmlDeviceGetUuid", 15, Instant.EPOCH),
          new GpuCondition.Hung("nvmlDeviceGetPowerUsage", Instant.EPOCH)
        }) {
      var world = idle().sample(gpu(90));

      world.samples(Duration.ofSeconds(4), () -> gpu(0).condition(condition));

      assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
      assertThat(world.account("a").evidence().doubt()).contains(Doubt.GPU_NOT_FRESH);
    }
  }

  @Test
  void withoutTheKubeletRestIsNotProvenAndUseIs() {
    var down = new SourceState.Down(World.START, Optional.of(World.START), "gone");
    var world = idle().kubelet(Optional.of(down));

    world.samples(Duration.ofSeconds(4), () -> gpu(0));
    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    assertThat(world.account("a").evidence().doubt()).contains(Doubt.KUBELET_DOWN);

    world.sample(gpu(60));
    assertThat(world.activity("a")).isEqualTo(Activity.ACTIVE);
  }

  @Test
  void whatWasJustUsedStaysActiveWhileTheKubeletIsSilent() {
    var down = new SourceState.Down(World.START, Optional.of(World.START), "gone");
    var world = idle().sample(gpu(60)).kubelet(Optional.of(down));

    world.samples(Duration.ofSeconds(10), () -> gpu(0));

    assertThat(world.account("a").evidence().doubt()).contains(Doubt.KUBELET_DOWN);
    assertThat(world.activity("a")).isEqualTo(Activity.ACTIVE);
  }

  @Test
  void withoutTheApiServerARestartCouldGoUnseen() {
    var down = new SourceState.Down(World.START, Optional.of(World.START), "gone");
    var world = idle().api(Optional.of(down));

    world.samples(Duration.ofSeconds(4), () -> gpu(0));

    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    assertThat(world.account("a").evidence().doubt()).contains(Doubt.PODS_DOWN);
  }

  @Test
  void withoutAClusterNamesAreBelieved() {
    var world = new World().holds("a", 0).api(Optional.of(new SourceState.Off()));

    world.samples(WINDOW.plus(SECOND), () -> gpu(0));

    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
  }

  private static World idle() {
    var world = new World().holds("a", 0).samples(WINDOW.plus(SECOND), () -> gpu(0));
    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
    return world;
  }

  private static GpuBuilder gpu(long percent) {
    return new GpuBuilder(0).busy(percent, 1);
  }

  private static Reading<Long> failed() {
    return Reading.failed("nvmlDeviceGetUtilizationRates", 999);
  }
}
