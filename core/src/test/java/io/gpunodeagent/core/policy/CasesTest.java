// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import static io.gpunodeagent.core.policy.PolicyWorld.IDLE_AFTER;
import static io.gpunodeagent.core.policy.PolicyWorld.NOTICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.policy.decision.Stage;
import io.gpunodeagent.core.policy.decision.Verdict;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import io.gpunodeagent.core.usage.UsageBuilders;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What happens to pods on real nodes, and what the ladder of an idle rule makes of it. */
class CasesTest {

  private static final Duration LONG = IDLE_AFTER.plus(NOTICE).plusSeconds(1);

  private final PolicyWorld node = new PolicyWorld();

  @Test
  void aRankThatSpinsWhileItWaitsForItsPeersIsUse() {
    node.world.holds("a", 0).tells("a", pod -> PolicyWorld.gang(pod, PodInfo.Gang.MEMBER));

    assertThat(after(() -> gpu(100))).isEqualTo(Stage.WATCHED);
  }

  @Test
  void aPodWhoseContainerDoesNotRunYetHasNoClock() {
    node.world.pod("a", "uid-a", Optional.empty()).holds("a", 0);

    assertThat(after(() -> gpu(0))).isEqualTo(Stage.WATCHED);
    assertThat(node.idle("a").verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aProcessThatOnlyHoldsMemoryIsIdle() {
    node.world.holds("a", 0).runs("a", 7);

    assertThat(after(() -> gpu(0).process(7, 0, 9))).isEqualTo(Stage.DUE);
  }

  @Test
  void anAllocationThatNeverHadAProcessIsIdle() {
    node.world.holds("a", 0);

    assertThat(after(() -> gpu(0))).isEqualTo(Stage.DUE);
  }

  @Test
  void amongBusyNeighboursOnASharedGpuThePodsOwnRestCounts() {
    node.world.replica("a", 0, 0).replica("b", 0, 1).runs("a", 7).runs("b", 8);

    assertThat(after(() -> gpu(90).process(7, 0, 1).process(8, 90, 1))).isEqualTo(Stage.DUE);
    assertThat(node.stage("b")).isEqualTo(Stage.WATCHED);
  }

  @Test
  void aSharedGpuWithHiddenProcessesProvesNothing() {
    node.world.replica("a", 0, 0).replica("b", 0, 1).runs("a", 7);
    node.world.seeing(new Visibility.Partial("no host PID namespace"));

    assertThat(after(() -> gpu(90).process(7, 0, 1))).isEqualTo(Stage.WATCHED);
    assertThat(node.idle("a").verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aClientOfTheMultiProcessServiceIsUnknownWhileTheGpuIsInUse() {
    node.world.replica("a", 0, 0).replica("b", 0, 1).runs("a", 7);

    assertThat(
            after(() -> gpu(90).with(DeviceSignal.COMPUTE_MODE, Reading.of(3L)).process(7, 0, 1)))
        .isEqualTo(Stage.WATCHED);
    assertThat(node.idle("a").verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void utilizationStuckAtAHundredIsUse() {
    node.world.holds("a", 0);

    assertThat(after(() -> gpu(100))).isEqualTo(Stage.WATCHED);
    assertThat(node.idle("a").verdict()).isEqualTo(Verdict.NOT_MET);
  }

  @Test
  void profilingStuckAtZeroHidesNoUse() {
    node.world.holds("a", 0);

    assertThat(after(() -> gpu(90).with(new GpmSignal(2), Reading.of(0.0))))
        .isEqualTo(Stage.WATCHED);
  }

  @Test
  void aMigDeviceWithoutProfilingIsNeverIdle() {
    node.world.instance("a", 0, 1);

    assertThat(after(() -> UsageBuilders.withoutGpm(new GpuBuilder(0), 1)))
        .isEqualTo(Stage.WATCHED);
    assertThat(node.idle("a").verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aMigDeviceWithProfilingIsJudged() {
    node.world.instance("a", 0, 1);

    assertThat(after(() -> UsageBuilders.instance(new GpuBuilder(0), 1, Reading.of(0.0))))
        .isEqualTo(Stage.DUE);
  }

  @Test
  void anXidTakesTheMarkBack() {
    node.world.holds("a", 0);
    assertThat(after(() -> gpu(0))).isEqualTo(Stage.DUE);

    node.world.sample(UsageBuilders.withXid(gpu(0), 79));

    assertThat(node.idle("a").marked()).isFalse();
  }

  @Test
  void aGpuThatIsGoneLeavesNoMark() {
    node.world.holds("a", 0);
    assertThat(after(() -> gpu(0))).isEqualTo(Stage.DUE);

    node.world.sample();

    assertThat(node.policies().decisions()).isEmpty();
    node.world.samples(Duration.ofSeconds(30), () -> gpu(0));
    assertThat(node.idle("a").marked()).isTrue();
  }

  @Test
  void aNodeWithoutGpusDecidesNothing() {
    node.world.sample();

    assertThat(node.policies().decisions()).isEmpty();
  }

  @Test
  void fortyEightReplicasAreJudgedOneByOne() {
    for (int i = 0; i < 48; i++) {
      node.world.replica("r" + i, 0, i).runs("r" + i, 100 + i);
    }

    node.world.samples(
        LONG,
        () -> {
          var gpu = gpu(60);
          for (int i = 0; i < 48; i++) {
            gpu.process(100 + i, i % 2 == 0 ? 2 : 0, 1);
          }
          return gpu;
        });

    for (int i = 0; i < 48; i++) {
      assertThat(node.stage("r" + i)).isEqualTo(i % 2 == 0 ? Stage.WATCHED : Stage.DUE);
    }
  }

  private Stage after(Supplier<GpuBuilder> gpu) {
    node.world.samples(LONG, gpu);
    return node.stage("a");
  }

  private static GpuBuilder gpu(long percent) {
    return UsageBuilders.drawing(new GpuBuilder(0).busy(percent, 1), percent > 0 ? 300 : 75);
  }
}
