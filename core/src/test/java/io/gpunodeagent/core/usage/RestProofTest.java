// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import static io.gpunodeagent.core.usage.World.SECOND;
import static io.gpunodeagent.core.usage.World.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.sources.ProcessOwner;
import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import io.gpunodeagent.core.usage.clock.Activity;
import io.gpunodeagent.core.usage.evidence.Evidence.Doubt;
import io.gpunodeagent.core.usage.evidence.Evidence.Source;
import io.gpunodeagent.core.usage.evidence.Evidence.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Load that reads zero may be stuck there: what proves that a GPU with a process is at rest. */
class RestProofTest {

  private static final Duration HOURS = Duration.ofHours(2);
  private static final String UNKNOWN_MODEL = "NVIDIA GB10";
  private static final String A100 = "NVIDIA A100-SXM4-40GB";

  private final World world = new World().holds("a", 0).runs("a", 1);

  @Test
  void powerThatWasNeverLowerOnThisBoardProvesNoRest() {
    world.samples(HOURS, () -> zero(UNKNOWN_MODEL, 62));

    var evidence = world.account("a").evidence();
    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    assertThat(world.account("a").idle()).isZero();
    assertThat(evidence.doubt()).contains(Doubt.UNCORROBORATED);
    assertThat(evidence.sources())
        .containsEntry(Source.DEVICE_UTILIZATION, Verdict.INACTIVE)
        .doesNotContainKey(Source.ENERGY);
  }

  @Test
  void powerThatCannotBeReadOrIsMissingProvesNoRest() {
    world.samples(HOURS, () -> process(new GpuBuilder(0).busy(0, 1)));
    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    assertThat(world.account("a").evidence().doubt()).contains(Doubt.UNCORROBORATED);

    world.sample(
        zero(A100, 60)
            .with(DeviceSignal.POWER_USAGE, Reading.failed("nvmlDeviceGetPowerUsage", 999)));
    assertThat(world.account("a").evidence().doubt()).contains(Doubt.SOURCE_FAILED);
  }

  @Test
  void whatAModelWasMeasuredToDrawAtRestIsProofAndOnlyForTheBoardThatDrawsIt() {
    world.holds("b", 1).runs("b", 2);
    for (int i = 0; i < 7200; i++) {
      world.sample(
          zero(A100, 190), drawing(new GpuBuilder(1).model(A100).busy(0, 1).process(2, 0, 1), 60));
    }

    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    assertThat(world.activity("b")).isEqualTo(Activity.IDLE);
    assertThat(world.account("b").evidence().sources())
        .containsEntry(Source.ENERGY, Verdict.INACTIVE);
  }

  @Test
  void twoBoardsThatBothDrawTooMuchProveNothingOfEachOther() {
    world.holds("b", 1).runs("b", 2);
    for (int i = 0; i < 7200; i++) {
      world.sample(
          zero(A100, 190), drawing(new GpuBuilder(1).model(A100).busy(0, 1).process(2, 0, 1), 185));
    }

    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    assertThat(world.activity("b")).isEqualTo(Activity.UNKNOWN);
  }

  @Test
  void whatTheBoardDrewWithoutAProcessIsProof() {
    var fresh = new World().holds("a", 0).runs("a", 1);
    fresh.samples(WINDOW, () -> drawing(new GpuBuilder(0).model(UNKNOWN_MODEL).busy(0, 1), 5));

    fresh.samples(WINDOW.plus(SECOND), () -> zero(UNKNOWN_MODEL, 12));
    assertThat(fresh.activity("a")).isEqualTo(Activity.IDLE);

    fresh.samples(HOURS, () -> zero(UNKNOWN_MODEL, 62));
    assertThat(fresh.activity("a")).isEqualTo(Activity.ACTIVE);
  }

  @Test
  void anEmptyListThatMayHideProcessesTeachesNothing() {
    world.seeing(new Visibility.Partial("some are hidden"));
    world.samples(HOURS, () -> drawing(new GpuBuilder(0).model(UNKNOWN_MODEL).busy(0, 1), 62));
    world.seeing(new Visibility.Full()).samples(HOURS, () -> zero(UNKNOWN_MODEL, 62));

    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
  }

  @Test
  void noProcessIsProofWithoutAnyPower() {
    world.samples(WINDOW.plus(SECOND), () -> new GpuBuilder(0).busy(0, 1));

    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
    assertThat(world.account("a").evidence().sources())
        .containsEntry(Source.NO_PROCESS, Verdict.INACTIVE);
  }

  @Test
  void loadAndPowerThatFallTogetherProveRest() {
    world.sample(busy(90, 400));

    world.samples(WINDOW.plus(SECOND.multipliedBy(2)), () -> zero("NVIDIA H200", 128));

    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
  }

  @Test
  void loadThatFallsAloneIsStuck() {
    world.sample(busy(90, 140)).samples(HOURS, () -> zero("NVIDIA H200", 140));

    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
  }

  @Test
  void powerThatFallsLaterThanTheLoadProvesNothing() {
    world.sample(busy(90, 300)).samples(WINDOW, () -> zero("NVIDIA H200", 300));

    world.samples(HOURS, () -> zero("NVIDIA H200", 128));

    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
  }

  @Test
  void aFallToMoreThanAnIdleContextDrawsIsLighterWork() {
    world.sample(busy(90, 400)).samples(HOURS, () -> zero("NVIDIA H200", 160));

    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
  }

  @Test
  void aFallProvesNothingWhereNeitherBoardNorLimitIsKnown() {
    world.sample(busy(90, 100).model(UNKNOWN_MODEL));

    world.samples(HOURS, () -> zero(UNKNOWN_MODEL, 62));

    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
  }

  @Test
  void restThatCreepsUpwardsIsNeverLearned() {
    long watts = 60;
    for (int i = 0; i < 12; i++) {
      long now = watts + i * 14L;
      world.samples(Duration.ofMinutes(31), () -> zero(A100, now));
    }

    assertThat(world.activity("a")).isNotEqualTo(Activity.IDLE);
  }

  @Test
  void instancesThatAreAllAtZeroProveNothingOnAGpuThatDrawsPower() {
    var mig = new World().instance("a", 0, 1).instance("b", 0, 2);
    mig.process(9, "hidden", new ProcessOwner.Hidden("denied"));

    mig.samples(HOURS, () -> mig(200, 0, 0));
    assertThat(mig.activity("a")).isEqualTo(Activity.UNKNOWN);
    assertThat(mig.account("a").evidence().doubt()).contains(Doubt.UNCORROBORATED);

    mig.samples(WINDOW.plus(SECOND), () -> mig(200, 0, 40));
    assertThat(mig.activity("a")).isEqualTo(Activity.IDLE);
    assertThat(mig.activity("b")).isEqualTo(Activity.ACTIVE);
  }

  private static GpuBuilder mig(long watts, double one, double two) {
    return drawing(new GpuBuilder(0).instance(1, 1, one, 1).instance(2, 1, two, 1), watts)
        .migProcess(8, 1, 0, 1)
        .migProcess(9, 2, 0, 1);
  }

  private static GpuBuilder busy(long percent, long watts) {
    return drawing(
        new GpuBuilder(0).model("NVIDIA H200").busy(percent, 1).process(1, percent, 1), watts);
  }

  private static GpuBuilder zero(String model, long watts) {
    return drawing(process(new GpuBuilder(0).model(model).busy(0, 1)), watts);
  }

  private static GpuBuilder process(GpuBuilder gpu) {
    return gpu.process(1, 0, 1);
  }

  private static GpuBuilder drawing(GpuBuilder gpu, long watts) {
    return UsageBuilders.drawing(gpu, watts);
  }
}
