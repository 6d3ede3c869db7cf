// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import static io.gpunodeagent.core.usage.World.SECOND;
import static io.gpunodeagent.core.usage.World.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.sources.ProcessOwner;
import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import io.gpunodeagent.core.usage.clock.Activity;
import io.gpunodeagent.core.usage.evidence.Evidence.Doubt;
import io.gpunodeagent.core.usage.evidence.Evidence.Source;
import io.gpunodeagent.core.usage.evidence.Evidence.Verdict;
import io.gpunodeagent.core.usage.evidence.UsageSignals;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What one sample proves of the holder of a device. */
class EvidenceTest {

  private static final GpmSignal GRAPHICS = new GpmSignal(1);
  private static final GpmSignal SM = new GpmSignal(2);

  static Stream<Arguments> readings() {
    return Stream.of(
        use(DeviceSignal.GPU_UTILIZATION, 2L, Source.DEVICE_UTILIZATION),
        rest(DeviceSignal.GPU_UTILIZATION, 1L, Source.DEVICE_UTILIZATION),
        use(DeviceSignal.MEMORY_UTILIZATION, 2L, Source.DEVICE_UTILIZATION),
        rest(DeviceSignal.MEMORY_UTILIZATION, 1L, Source.DEVICE_UTILIZATION),
        use(GRAPHICS, 1.1, Source.GPM),
        use(SM, 1.1, Source.GPM),
        rest(SM, 1.0, Source.GPM),
        use(new GpmSignal(10), 1.1, Source.GPM),
        rest(new GpmSignal(10), 1.0, Source.GPM),
        use(new GpmSignal(20), 10.5, Source.TRAFFIC),
        rest(new GpmSignal(21), 9.5, Source.TRAFFIC),
        use(new GpmSignal(60), 10.5, Source.TRAFFIC),
        use(UsageSignals.NVLINK.getFirst(), 10_500.0, Source.TRAFFIC),
        rest(UsageSignals.NVLINK.getLast(), 9_500.0, Source.TRAFFIC),
        use(DeviceSignal.PCIE_RX_THROUGHPUT, 10_600L, Source.TRAFFIC),
        use(DeviceSignal.ENCODER_UTILIZATION, 2L, Source.CODEC),
        use(DeviceSignal.DECODER_UTILIZATION, 2L, Source.CODEC),
        rest(DeviceSignal.DECODER_UTILIZATION, 1L, Source.CODEC),
        use(new GpmSignal(40), 1.5, Source.CODEC));
  }

  private static <T> Arguments use(Signal<T> signal, T value, Source source) {
    return Arguments.of(signal, Reading.of(value), source, Verdict.ACTIVE);
  }

  private static <T> Arguments rest(Signal<T> signal, T value, Source source) {
    return Arguments.of(signal, Reading.of(value), source, Verdict.INACTIVE);
  }

  @ParameterizedTest
  @MethodSource("readings")
  <T> void useIsMoreThanTheFloor(
      Signal<T> signal, Reading<T> reading, Source source, Verdict verdict) {
    var world = new World().holds("a", 0);

    world.sample(gpu(0).with(signal, reading));

    var evidence = world.account("a").evidence();
    assertThat(evidence.verdict()).isEqualTo(verdict);
    assertThat(evidence.sources()).containsEntry(source, verdict);
  }

  @ParameterizedTest
  @MethodSource("readings")
  <T> void aSourceThatFailsLeavesRestUnproven(
      Signal<T> signal, Reading<T> reading, Source source, Verdict verdict) {
    if (signal == DeviceSignal.PCIE_RX_THROUGHPUT) {
      return;
    }
    var world = new World().holds("a", 0);

    world.sample(gpu(0).with(signal, Reading.failed("nvmlDeviceGetName", 999)));

    assertThat(world.account("a").evidence().verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(world.account("a").evidence().doubt()).contains(Doubt.SOURCE_FAILED);
  }

  @ParameterizedTest
  @MethodSource("readings")
  <T> void aSourceTheDeviceDoesNotHaveIsNotMissed(
      Signal<T> signal, Reading<T> reading, Source source, Verdict verdict) {
    var world = new World().holds("a", 0);

    world.sample(gpu(0).with(SM, Reading.of(0.0)).with(signal, Reading.unsupported()));

    assertThat(world.account("a").evidence().verdict()).isEqualTo(Verdict.INACTIVE);
  }

  @Test
  void useOutweighsASourceThatFails() {
    var world = new World().holds("a", 0);

    world.sample(gpu(40).with(SM, Reading.failed("nvmlGpmMetricsGet", 999)));

    assertThat(world.account("a").evidence().verdict()).isEqualTo(Verdict.ACTIVE);
  }

  @Test
  void aDeviceWithoutAnySourceThatTellsLoadIsUnknown() {
    var world = new World().holds("a", 0);

    world.sample(new GpuBuilder(0).with(DeviceSignal.DECODER_UTILIZATION, Reading.of(0L)));

    assertThat(world.account("a").evidence().verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(world.account("a").evidence().doubt()).contains(Doubt.NO_SOURCE);
  }

  @Test
  void withoutSuchASourceAHolderOfASharedDeviceWithoutProcessesIsUnknownToo() {
    var world = new World().replica("a", 0, 0).replica("b", 0, 1);

    world.sample(new GpuBuilder(0).with(DeviceSignal.DECODER_UTILIZATION, Reading.of(0L)));

    assertThat(world.account("a").evidence().verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(world.account("a").evidence().doubt()).contains(Doubt.NO_SOURCE);
  }

  @Test
  void anEmptyProcessListProvesNothingWithoutSight() {
    var world = new World().replica("a", 0, 0).replica("b", 0, 1).runs("b", 2);
    var busy = gpu(70).process(2, 70, 1);

    world.sample(busy);
    assertThat(world.account("a").evidence().sources())
        .containsEntry(Source.NO_PROCESS, Verdict.INACTIVE);

    for (var sight : new Visibility[] {new Visibility.Blind("x"), new Visibility.Partial("x")}) {
      world.seeing(sight).sample(busy);
      assertThat(world.account("a").evidence().verdict()).isEqualTo(Verdict.UNKNOWN);
      assertThat(world.account("a").evidence().doubt()).contains(Doubt.VISIBILITY);
    }
  }

  @Test
  void aListThatCannotBeReadIsNotAnEmptyOne() {
    var world = new World().replica("a", 0, 0).replica("b", 0, 1);

    world.sample(gpu(70).list(Reading.failed("nvmlDeviceGetComputeRunningProcesses_v3", 999)));

    assertThat(world.account("a").evidence().doubt()).contains(Doubt.VISIBILITY);
  }

  @Test
  void aProcessThatCannotBeLookedAtMayBeAnybodys() {
    var world = new World().replica("a", 0, 0).replica("b", 0, 1).runs("b", 2);

    world.sample(gpu(70).process(2, 70, 1).process(3, 0, 1));
    assertThat(world.account("a").evidence().doubt()).contains(Doubt.VISIBILITY);
    assertThat(world.account("b").evidence().verdict()).isEqualTo(Verdict.ACTIVE);

    world.process(3, "x", new ProcessOwner.Hidden("denied"));
    world.sample(gpu(70).process(2, 70, 1).process(3, 0, 1));
    assertThat(world.account("a").evidence().doubt()).contains(Doubt.VISIBILITY);
  }

  @Test
  void anIdlePodAmongBusyNeighboursIsIdle() {
    var world =
        new World()
            .replica("a", 0, 0)
            .replica("b", 0, 1)
            .replica("c", 0, 2)
            .runs("a", 1)
            .runs("b", 2);

    world.samples(WINDOW.plus(SECOND), () -> gpu(95).process(1, 0, 1).process(2, 95, 1));

    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
    assertThat(world.activity("b")).isEqualTo(Activity.ACTIVE);
    assertThat(world.activity("c")).isEqualTo(Activity.IDLE);
  }

  @Test
  void aSharedGpuAtRestProvesAllItsHoldersIdleWithoutSight() {
    var world = new World().replica("a", 0, 0).replica("b", 0, 1).seeing(new Visibility.Blind("x"));

    world.samples(WINDOW.plus(SECOND), () -> gpu(0));

    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
    assertThat(world.activity("b")).isEqualTo(Activity.IDLE);
  }

  @Test
  void clientsOfMpsAreUnknownUnlessTheGpuIsAtRest() {
    var world = new World().replica("a", 0, 0).replica("b", 0, 1).runs("a", 1);
    world.process(9, "nvidia-cuda-mps", new ProcessOwner.OnHost("/system.slice/mps.service"));
    var client =
        new GpuProcess(
            1,
            Set.of(GpuProcess.Kind.MPS),
            OptionalLong.of(1),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Reading.of(0L));

    world.sample(gpu(50).process(client).process(9, 0, 1));
    assertThat(world.account("a").evidence().doubt()).contains(Doubt.MPS);
    assertThat(world.account("b").evidence().doubt()).contains(Doubt.MPS);

    world.sample(gpu(0).process(client).process(9, 0, 1));
    assertThat(world.account("a").evidence().verdict()).isEqualTo(Verdict.INACTIVE);
  }

  @Test
  void useThatNobodysSmTimeExplainsLeavesProcessesUnknown() {
    var world = new World().replica("a", 0, 0).replica("b", 0, 1).runs("a", 1).runs("b", 2);

    world.sample(gpu(60).process(1, 0, 1).process(2, 0, 1));
    assertThat(world.account("a").evidence().doubt()).contains(Doubt.SOURCE_CONFLICT);

    world.sample(
        gpu(60)
            .with(DeviceSignal.ENCODER_UTILIZATION, Reading.of(50L))
            .process(1, 0, 1)
            .process(2, 60, 1));
    assertThat(world.account("a").evidence().doubt()).contains(Doubt.SOURCE_CONFLICT);
    assertThat(world.account("b").evidence().verdict()).isEqualTo(Verdict.ACTIVE);
  }

  @Test
  void useByAnotherContainerOfThePodIsTheHolders() {
    var world = new World().replica("a", 0, 0).replica("b", 0, 1);
    world.process(7, "gdb", new ProcessOwner.InPod("uid-a", "a/debug"));

    world.sample(gpu(60).process(7, 60, 1));

    assertThat(world.account("a").evidence().verdict()).isEqualTo(Verdict.ACTIVE);
    assertThat(world.account("b").evidence().verdict()).isEqualTo(Verdict.INACTIVE);
  }

  @Test
  void useByAForeignPodMayBeOnTheHoldersBehalf() {
    var world = new World().holds("a", 0).pod("thief").runs("thief", 7);

    world.samples(WINDOW.plus(SECOND), () -> gpu(60).process(7, 60, 1));

    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    assertThat(world.account("a").evidence().doubt()).contains(Doubt.FOREIGN_USE);
  }

  @Test
  void aContainerThatTheHostStartedMayWorkForAnyHolder() {
    var world = new World().replica("a", 0, 0).replica("b", 0, 1).runs("b", 2);
    world.process(7, "python", new ProcessOwner.OnHost("/docker/0a1b2c"));

    world.sample(gpu(60).process(2, 30, 1).process(7, 30, 1));
    assertThat(world.account("a").evidence().doubt()).contains(Doubt.FOREIGN_USE);
    assertThat(world.account("b").evidence().verdict()).isEqualTo(Verdict.ACTIVE);

    var unknown =
        new GpuProcess(
            7,
            Set.of(GpuProcess.Kind.COMPUTE),
            OptionalLong.of(1),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Reading.failed("nvmlDeviceGetProcessUtilization", 999));
    world.sample(gpu(60).process(2, 60, 1).process(unknown));
    assertThat(world.account("a").evidence().doubt()).contains(Doubt.FOREIGN_USE);
  }

  @Test
  void anOutsiderAtRestLeavesHoldersAsTheyAre() {
    var world = new World().replica("a", 0, 0).replica("b", 0, 1).runs("b", 2);
    world.process(7, "Xorg", new ProcessOwner.OnHost("/system.slice/display.service"));

    world.sample(gpu(60).process(2, 60, 1).process(7, 0, 1));

    assertThat(world.account("a").evidence().verdict()).isEqualTo(Verdict.INACTIVE);
  }

  @Test
  void utilizationUnderMigIsNotBelieved() {
    var world = new World().instance("a", 0, 1).holds("whole", 0);

    world.sample(gpu(90).instance(1, 1, 0, 1));
    assertThat(world.account("a").evidence().verdict()).isEqualTo(Verdict.INACTIVE);
    assertThat(world.account("whole").evidence().doubt()).contains(Doubt.MIG_PARENT);

    world.sample(gpu(0).instance(1, 1, 40, 1));
    assertThat(world.account("a").evidence().verdict()).isEqualTo(Verdict.ACTIVE);
    assertThat(world.account("whole").evidence().doubt()).contains(Doubt.MIG_PARENT);
  }

  @Test
  void aGpuInstanceWithoutGpmIsNeverIdle() {
    var world = new World().instance("a", 0, 1);

    world.samples(WINDOW.multipliedBy(2), () -> UsageBuilders.withoutGpm(new GpuBuilder(0), 1));

    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    assertThat(world.account("a").evidence().doubt()).contains(Doubt.NO_SOURCE);
  }

  @Test
  void aGpuWithAFatalXidIsUnknownAndWithAnApplicationsIsNot() {
    var world = new World().holds("a", 0);

    world.samples(WINDOW.plus(SECOND), () -> UsageBuilders.withXid(gpu(0), 13));
    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);

    world.samples(Duration.ofSeconds(4), () -> UsageBuilders.withXid(gpu(0), 79));
    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    assertThat(world.account("a").evidence().doubt()).contains(Doubt.GPU_UNHEALTHY);
  }

  /** Health takes 69 for an application's and 109 for fatal; idleness must not differ. */
  @Test
  void whoseFaultAnXidIsIsKnownInOnePlace() {
    var sound = new World().holds("a", 0);
    sound.samples(WINDOW.plus(SECOND), () -> UsageBuilders.withXid(gpu(0), 69));
    assertThat(sound.activity("a")).isEqualTo(Activity.IDLE);

    var fatal = new World().holds("a", 0);
    fatal.samples(WINDOW.plus(SECOND), () -> UsageBuilders.withXid(gpu(0), 109));
    assertThat(fatal.activity("a")).isEqualTo(Activity.UNKNOWN);
  }

  private static GpuBuilder gpu(long percent) {
    return UsageBuilders.drawing(new GpuBuilder(0).busy(percent, 1), percent > 0 ? 300 : 75);
  }
}
