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
import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import io.gpunodeagent.core.usage.clock.Activity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Shares, entitlements and memory of shared GPUs, and pods as a whole. */
class SharingTest {

  private static final long GIB = 1L << 30;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void sharesAreOfAllUseWhileSeveralAreActive() {
    var world = two().samples(MINUTE, () -> gpu(60, 20));

    assertThat(world.account("a").computeShare().orElseThrow()).isEqualTo(0.75, within(1e-9));
    assertThat(world.account("b").computeShare().orElseThrow()).isEqualTo(0.25, within(1e-9));
    assertThat(world.account("a").entitlement()).hasValue(0.5);
    assertThat(world.device(0).contended()).isEqualTo(Duration.ofSeconds(59));
    assertThat(world.device(0).fairness().orElseThrow()).isEqualTo(0.8, within(1e-9));
  }

  @Test
  void whoHoldsAPartOfUnknownSizeIsEntitledToWhatCannotBeTold() {
    var world = new World().share("a", 0).share("b", 0).runs("a", 1).runs("b", 2);
    world.samples(MINUTE, () -> gpu(60, 20));

    assertThat(world.account("a").entitlement()).isEmpty();
    assertThat(world.account("a").memoryOverBytes()).isEmpty();
    assertThat(world.account("a").computeShare().orElseThrow()).isEqualTo(0.75, within(1e-9));
    assertThat(world.device(0).fairness()).isEmpty();
  }

  @Test
  void equalSharesAreFair() {
    var world = two().samples(MINUTE, () -> gpu(45, 45));

    assertThat(world.device(0).fairness().orElseThrow()).isEqualTo(1, within(1e-9));
  }

  @Test
  void aLoneUserOfASharedGpuIsNotUnfair() {
    var world = two().samples(MINUTE, () -> gpu(100, 0));

    assertThat(world.account("a").computeShare()).isEmpty();
    assertThat(world.device(0).fairness()).isEmpty();
    assertThat(world.device(0).contended()).isZero();
  }

  @Test
  void onlyContendedTimeCounts() {
    var world = two().samples(Duration.ofSeconds(30), () -> gpu(30, 30));
    world.samples(Duration.ofSeconds(20), () -> gpu(100, 0));

    assertThat(world.account("a").computeShare().orElseThrow()).isEqualTo(0.5, within(1e-9));
  }

  @Test
  void contentionLeavesTheWindow() {
    var world = two().samples(MINUTE, () -> gpu(30, 30));

    world.samples(WINDOW.plus(Duration.ofSeconds(2)), () -> gpu(30, 0));

    assertThat(world.account("a").computeShare()).isEmpty();
  }

  @Test
  void withHiddenUseThereAreNoShares() {
    var blind = two().seeing(new Visibility.Blind("x")).samples(MINUTE, () -> gpu(60, 20));
    var unseen = two().samples(MINUTE, () -> gpu(60, 20).process(9, 5, 1));
    var lost =
        two()
            .samples(
                MINUTE, () -> gpu(60, 20).condition(new GpuCondition.Lost("x", 15, Instant.EPOCH)));

    for (var world : new World[] {blind, unseen, lost}) {
      assertThat(world.account("a").computeShare()).isEmpty();
      assertThat(world.device(0).fairness()).isEmpty();
    }
  }

  @Test
  void twoReplicasEntitleToTwice() {
    var world = two().replica("a", 0, 2).samples(MINUTE, () -> gpu(60, 30));

    assertThat(world.account("a").entitlement().orElseThrow()).isEqualTo(2.0 / 3, within(1e-9));
    assertThat(world.device(0).fairness().orElseThrow()).isEqualTo(1, within(1e-9));
  }

  @Test
  void replicasThatNobodyHoldsCountToo() {
    var world = two().replicas(0, 8);

    world.sample(gpu(0, 0));

    assertThat(world.account("a").entitlement()).hasValue(0.125);
    assertThat(world.account("a").entitledMemoryBytes()).isEmpty();
  }

  @Test
  void withoutTheKubeletsWordNobodyIsEntitledToAnything() {
    var world = two().withoutAllocatable().samples(MINUTE, () -> gpu(60, 20));

    assertThat(world.account("a").entitlement()).isEmpty();
    assertThat(world.account("a").entitledMemoryBytes()).isEmpty();
    assertThat(world.account("a").memoryOverBytes()).isEmpty();
    assertThat(world.account("a").computeShare().orElseThrow()).isEqualTo(0.75, within(1e-9));
    assertThat(world.device(0).fairness()).isEmpty();
  }

  @Test
  void memoryBeyondTheEntitlementIsToldPerContainer() {
    var world = two();
    world.sample(
        new GpuBuilder(0)
            .busy(0, 70 * GIB)
            .with(DeviceSignal.MEMORY_TOTAL, Reading.of(80 * GIB))
            .process(1, 0, 50 * GIB)
            .process(2, 0, 20 * GIB));

    assertThat(world.account("a").memoryOverBytes()).hasValue(10 * GIB);
    assertThat(world.account("b").memoryOverBytes()).hasValue(0);
  }

  @Test
  void memoryHeldWhileIdleIsTold() {
    var world = new World().holds("a", 0);

    world.samples(WINDOW, () -> new GpuBuilder(0).busy(0, 9 * GIB));
    assertThat(world.account("a").idleMemoryBytes()).isEmpty();

    world.sample(new GpuBuilder(0).busy(0, 9 * GIB));
    assertThat(world.account("a").idleMemoryBytes()).hasValue(9 * GIB);
    assertThat(world.account("a").entitlement()).hasValue(1);
    assertThat(world.account("a").memoryOverBytes()).isEmpty();
  }

  @Test
  void oneIdleGpuOfEightIsNotAnIdlePod() {
    var world = new World();
    var gpus = new GpuBuilder[8];
    for (int i = 0; i < 8; i++) {
      world.holds("a", i);
      gpus[i] = new GpuBuilder(i).busy(i == 3 ? 0 : 80, 1);
    }
    for (int i = 0; i < 62; i++) {
      world.sample(gpus);
    }

    assertThat(world.podUsage("a"))
        .isEqualTo(new PodUsage(Activity.ACTIVE, Map.of(Activity.ACTIVE, 7, Activity.IDLE, 1)));
  }

  @Test
  void aPodIsIdleWhenAllItsGpusAre() {
    var world = new World().holds("a", 0).holds("a", 1);
    for (int i = 0; i < 62; i++) {
      world.sample(rest(0), rest(1));
    }

    assertThat(world.podUsage("a"))
        .isEqualTo(new PodUsage(Activity.IDLE, Map.of(Activity.IDLE, 2)));
  }

  @Test
  void aPodOfWhichAGpuFellOffTheBusIsUnknown() {
    var world = new World().holds("a", 0).holds("a", 1);
    for (int i = 0; i < 62; i++) {
      world.sample(rest(0), rest(1));
    }
    var unknown = new PodUsage(Activity.UNKNOWN, Map.of(Activity.IDLE, 1, Activity.UNKNOWN, 1));

    world.sample(rest(0));
    assertThat(world.podUsage("a")).isEqualTo(unknown);

    world.samples(Duration.ofMinutes(20), () -> rest(0));
    assertThat(world.podUsage("a")).isEqualTo(unknown);
  }

  @Test
  void aNodeWithoutGpusHasNoUsage() {
    var world = new World().sample().sample();

    assertThat(world.usage().accounts()).isEmpty();
    assertThat(world.usage().devices()).isEmpty();
    assertThat(world.usage().pods()).isEmpty();
  }

  @Test
  void fortyEightReplicasAreToldApart() {
    var world = new World();
    for (int i = 0; i < 48; i++) {
      world.replica("p" + i, 0, i).runs("p" + i, 100 + i);
    }
    world.samples(
        WINDOW.plus(SECOND),
        () -> {
          var gpu = new GpuBuilder(0).busy(90, GIB);
          for (int i = 0; i < 48; i++) {
            gpu.process(100 + i, i == 7 ? 90 : 0, 1);
          }
          return gpu;
        });

    for (int i = 0; i < 48; i++) {
      assertThat(world.activity("p" + i)).isEqualTo(i == 7 ? Activity.ACTIVE : Activity.IDLE);
    }
    assertThat(world.account("p0").entitlement().orElseThrow()).isEqualTo(1.0 / 48, within(1e-9));
  }

  private static World two() {
    return new World().replica("a", 0, 0).replica("b", 0, 1).runs("a", 1).runs("b", 2);
  }

  private static GpuBuilder gpu(long a, long b) {
    return new GpuBuilder(0).busy(Math.min(100, a + b), 2).process(1, a, 1).process(2, b, 1);
  }

  private static GpuBuilder rest(int index) {
    return new GpuBuilder(index).busy(0, 1);
  }
}
