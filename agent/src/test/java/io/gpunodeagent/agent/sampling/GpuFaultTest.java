// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import static io.gpunodeagent.agent.sampling.SimulatedNode.faults;
import static io.gpunodeagent.agent.sampling.SimulatedNode.h100;
import static io.gpunodeagent.core.signal.DeviceSignal.ENCODER_UTILIZATION;
import static io.gpunodeagent.core.signal.DeviceSignal.GPU_UTILIZATION;
import static io.gpunodeagent.core.signal.DeviceSignal.P2P_NVLINK_PEERS;
import static io.gpunodeagent.core.signal.DeviceSignal.POWER_USAGE;
import static io.gpunodeagent.core.signal.DeviceSignal.TEMPERATURE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.SamplingStatistics.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a fault of one GPU costs, and what it does not. */
class GpuFaultTest {

  private static final FieldSignal ENERGY = FieldSignal.everyPass(83);
  private static final FieldSignal POWER_INSTANT = FieldSignal.everyPass(186);

  @TempDir Path directory;

  @Test
  void aCallThatFailsCostsItsReadingOnly() {
    var node =
        new SimulatedNode(
            directory,
            h100(2),
            faults("{function: nvmlDeviceGetPowerUsage, device: 1, return: UNKNOWN}"));
    try (var sampling = node.sample(POWER_USAGE, TEMPERATURE)) {
      var snapshot = sampling.awaitFresh(2);
      assertThat(read(snapshot, 0).readings().get(POWER_USAGE)).isInstanceOf(Reading.Value.class);
      assertThat(read(snapshot, 1).readings().get(POWER_USAGE))
          .isEqualTo(Reading.failed("nvmlDeviceGetPowerUsage", 999));
      assertThat(read(snapshot, 1).readings().get(TEMPERATURE)).isInstanceOf(Reading.Value.class);
      assertThat(snapshot.statistics().failures())
          .containsOnlyKeys(new Failure("nvmlDeviceGetPowerUsage", 999, "UNKNOWN"));
    }
  }

  @Test
  void aCallThatFailedIsMadeAgainOnTheNextPass() {
    var node =
        new SimulatedNode(
            directory,
            h100(1),
            faults("{function: nvmlDeviceGetPowerUsage, device: 0, return: UNKNOWN, calls: 3}"));
    try (var sampling = node.sample(POWER_USAGE)) {
      var snapshot =
          sampling.await("power", now -> valueOf(now, 0, gpu -> gpu.readings().get(POWER_USAGE)));
      assertThat(snapshot.statistics().failures())
          .containsEntry(new Failure("nvmlDeviceGetPowerUsage", 999, "UNKNOWN"), 3L);
    }
  }

  @Test
  void whatIsNotSupportedIsNoFailureAndAskedSeldom() {
    var node =
        new SimulatedNode(
                directory,
                h100(1),
                faults(
                    "{function: nvmlDeviceGetEncoderUtilization, device: 0, return:"
                        + " NOT_SUPPORTED}"))
            .slowPeriod(Duration.ofHours(1));
    try (var sampling = node.sample(ENCODER_UTILIZATION, POWER_USAGE)) {
      sampling.awaitFresh(1);
      var later = sampling.await("five passes", now -> now.statistics().passes() >= 5);
      assertThat(read(later, 0).readings().get(ENCODER_UTILIZATION))
          .isEqualTo(Reading.unsupported());
      assertThat(later.statistics().failures()).isEmpty();
      assertThat(later.statistics().calls()).containsEntry("nvmlDeviceGetEncoderUtilization", 1L);
    }
  }

  @Test
  void aFieldThatFailsCostsNoOtherField() {
    var node =
        new SimulatedNode(
            directory,
            h100(1),
            faults("{function: nvmlDeviceGetFieldValues, device: 0, field: 186, return: UNKNOWN}"));
    try (var sampling = node.sample(ENERGY, POWER_INSTANT)) {
      var gpu = read(sampling.awaitFresh(1), 0);
      assertThat(gpu.readings().get(ENERGY)).isInstanceOf(Reading.Value.class);
      assertThat(gpu.readings().get(POWER_INSTANT))
          .isEqualTo(Reading.failed("nvmlDeviceGetFieldValues", 999));
    }
  }

  @Test
  void energyIsAskedElsewhereWhereTheFieldIsMissing() {
    var node =
        new SimulatedNode(
            directory,
            h100(1),
            faults(
                "{function: nvmlDeviceGetFieldValues, device: 0, field: 83, return:"
                    + " NOT_SUPPORTED}"));
    try (var sampling = node.sample(ENERGY)) {
      var snapshot = sampling.awaitFresh(1);
      assertThat(read(snapshot, 0).readings().get(ENERGY)).isInstanceOf(Reading.Value.class);
      assertThat(snapshot.statistics().calls()).containsKey("nvmlDeviceGetTotalEnergyConsumption");
    }
  }

  @Test
  void aSlowGpuStaysFreshAndDelaysNoOther() {
    var node =
        new SimulatedNode(directory, h100(2), faults("{function: '*', device: 1, delay: 40ms}"))
            .callTimeout(Duration.ofMillis(500));
    try (var sampling =
        node.sample(POWER_USAGE, TEMPERATURE, GPU_UTILIZATION, ENCODER_UTILIZATION)) {
      sampling.awaitFresh(2);
      var snapshots = sampling.during(Duration.ofSeconds(2));
      assertThat(snapshots).allMatch(now -> read(now, 1).fresh());
      assertThat(freshReadingsOf(snapshots, 0)).hasSizeGreaterThanOrEqualTo(15);
      assertThat(freshReadingsOf(snapshots, 1)).hasSizeBetween(2, 14);
    }
  }

  @Test
  void aHungGpuLeavesTheOtherSevenFreshAtFullRate() {
    var node = new SimulatedNode(directory, h100(8)).callTimeout(Duration.ofMillis(500));
    try (var sampling = node.sample(POWER_USAGE, TEMPERATURE)) {
      sampling.awaitFresh(8);
      node.rewrite(h100(8), faults("{function: nvmlDeviceGetPowerUsage, device: 3, hang: true}"));
      var hung = sampling.await("a hung GPU", now -> hungGpus(now).equals(List.of(3)));
      assertThat(((GpuCondition.Hung) read(hung, 3).condition()).function())
          .isEqualTo("nvmlDeviceGetPowerUsage");

      var snapshots = sampling.during(Duration.ofSeconds(2));

      assertThat(snapshots).allMatch(now -> hungGpus(now).equals(List.of(3)));
      for (int gpu : List.of(0, 1, 2, 4, 5, 6, 7)) {
        assertThat(freshReadingsOf(snapshots, gpu)).as("GPU %d", gpu).hasSizeGreaterThan(15);
      }
      assertThat(snapshots.getLast().statistics().lastPass()).isLessThan(Duration.ofMillis(100));
      node.rewrite(h100(8));
      sampling.awaitFresh(8);
    }
  }

  @Test
  void aPeerThatHangsInAPairQuestionTakesPairReadingsAwayAndNoOthers() {
    var node = new SimulatedNode(directory, h100(4)).callTimeout(Duration.ofMillis(500));
    try (var sampling = node.sample(POWER_USAGE, P2P_NVLINK_PEERS)) {
      sampling.await("pairs", now -> peersKnown(now).equals(List.of(0, 1, 2, 3)));
      node.rewrite(h100(4), faults("{function: nvmlDeviceGetP2PStatus, device: 1, hang: true}"));
      // A pair is asked about either way, and two of the four GPUs may be taken for the sick one.
      var hung = sampling.await("unknown pairs", now -> !peersKnown(now).contains(1));

      var snapshots = sampling.during(Duration.ofSeconds(2));

      for (int gpu : List.of(0, 1, 2, 3)) {
        assertThat(freshReadingsOf(snapshots, gpu)).as("GPU %d", gpu).hasSizeGreaterThan(15);
      }
      assertThat(snapshots)
          .allMatch(now -> now.gpus().stream().allMatch(GpuSample::fresh))
          .allMatch(now -> valueOf(now, 0, gpu -> gpu.readings().get(POWER_USAGE)))
          .allMatch(now -> !peersKnown(now).contains(1));
      assertThat(read(snapshots.getLast(), 1).readings().get(P2P_NVLINK_PEERS))
          .isEqualTo(Reading.failed("nvmlDeviceGetP2PStatus", 10));
      assertThat(pairQuestions(snapshots.getLast()))
          .as("the other pairs are asked about")
          .isGreaterThan(pairQuestions(hung) + 4);

      node.rewrite(h100(4));
      sampling.await("pairs again", now -> peersKnown(now).equals(List.of(0, 1, 2, 3)));
    }
  }

  private static long pairQuestions(NodeSnapshot snapshot) {
    return snapshot.statistics().calls().getOrDefault("nvmlDeviceGetP2PStatus", 0L);
  }

  private static List<Integer> peersKnown(NodeSnapshot snapshot) {
    return snapshot.gpus().stream()
        .filter(gpu -> gpu.readings().get(P2P_NVLINK_PEERS) instanceof Reading.Value<Long>)
        .map(gpu -> gpu.identity().index())
        .toList();
  }

  @Test
  void aGpuThatHangsFromTheStartHidesNoOther() {
    var node =
        new SimulatedNode(
                directory,
                h100(2),
                faults("{function: nvmlDeviceGetTemperature*, device: 0, hang: true}"))
            .callTimeout(Duration.ofMillis(500));
    try (var sampling = node.sample(TEMPERATURE)) {
      var snapshot = sampling.await("a hung GPU", now -> hungGpus(now).equals(List.of(0)));
      assertThat(read(snapshot, 1).fresh()).isTrue();
      node.rewrite(h100(2));
      sampling.awaitFresh(2);
    }
  }

  @Test
  void aLostGpuIsToldAndComesBack() {
    var node = new SimulatedNode(directory, h100(4));
    try (var sampling = node.sample(POWER_USAGE)) {
      var before = sampling.awaitFresh(4);
      node.rewrite(h100(4), faults("{lost: 2}"));
      var lost = sampling.await("a lost GPU", now -> lostGpus(now).equals(List.of(2)));
      assertThat(read(lost, 2).identity()).isEqualTo(read(before, 2).identity());
      assertThat(((GpuCondition.Lost) read(lost, 2).condition()).code()).isEqualTo(15);
      var since = ((GpuCondition.Lost) read(lost, 2).condition()).since();

      var searched =
          sampling.await(
              "a new enumeration",
              now ->
                  now.statistics().enumerations() > lost.statistics().enumerations()
                      && lostGpus(now).equals(List.of(2))
                      && now.gpus().stream().filter(GpuSample::fresh).count() == 3);
      assertThat(((GpuCondition.Lost) read(searched, 2).condition()).since()).isEqualTo(since);

      // Its peers are asked about it; that must not make them lost as well.
      assertThat(sampling.during(Duration.ofSeconds(2)))
          .allMatch(now -> lostGpus(now).equals(List.of(2)));

      node.rewrite(h100(4));
      assertThat(read(sampling.awaitFresh(4), 2).identity()).isEqualTo(read(before, 2).identity());
    }
  }

  @Test
  void aGpuTakenOutIsMissedAndFoundAgain() {
    var node = new SimulatedNode(directory, h100(4));
    try (var sampling = node.sample(POWER_USAGE)) {
      var before = sampling.awaitFresh(4);
      // A GPU on its way out is lost first; the next enumeration does not know it.
      node.rewrite(h100(4), faults("{lost: 3}", "{absent: 3}"));
      var missed =
          sampling.await(
              "a missing GPU",
              now ->
                  lostGpus(now).equals(List.of(3))
                      && ((GpuCondition.Lost) read(now, 3).condition()).code() == 28);
      assertThat(read(missed, 3).identity().uuid()).isEqualTo(read(before, 3).identity().uuid());
      node.rewrite(h100(4));
      sampling.awaitFresh(4);
    }
  }

  @Test
  void aGpuThatTheScenarioHasNoMoreIsMissed() {
    var node = new SimulatedNode(directory, h100(4));
    try (var sampling = node.sample(POWER_USAGE)) {
      sampling.awaitFresh(4);
      node.rewrite(h100(3));
      sampling.await(
          "a missing GPU",
          now ->
              lostGpus(now).equals(List.of(3))
                  && ((GpuCondition.Lost) read(now, 3).condition()).code() == 28);
      node.rewrite(h100(4));
      sampling.awaitFresh(4);
    }
  }

  @Test
  void aGpuThatDoesNotSayWhoItIsIsListedAsUnreadable() {
    var node =
        new SimulatedNode(directory, h100(3), faults("{function: '*', device: 1, hang: true}"))
            .callTimeout(Duration.ofMillis(500));
    try (var sampling = node.sample(POWER_USAGE)) {
      var hung =
          sampling.await(
              "an unreadable GPU",
              now ->
                  now.gpus().size() == 2
                      && now.absent().unreadable().stream()
                          .anyMatch(gpu -> gpu.condition() instanceof GpuCondition.Hung));
      assertThat(hung.absent().unreadable().getFirst().index()).isEqualTo(1);
      node.rewrite(h100(3));
      assertThat(sampling.awaitFresh(3).absent().unreadable()).isEmpty();
    }
  }

  @Test
  void aGpuThatNvmlRefusesIsListedAsUnreadable() {
    var node = new SimulatedNode(directory, h100(2), faults("{lost: 1}"));
    try (var sampling = node.sample(POWER_USAGE)) {
      var refused =
          sampling.await(
              "a refused GPU",
              now ->
                  now.absent().unreadable().stream()
                      .anyMatch(gpu -> gpu.condition() instanceof GpuCondition.Lost));
      assertThat(refused.absent().unreadable().getFirst().index()).isEqualTo(1);
      assertThat(refused.gpus()).hasSize(1);
    }
  }

  @Test
  void anotherGpuAtTheSameIndexIsAnotherGpu() {
    var node =
        new SimulatedNode(
            directory, "devices: [{model: T4, uuid: GPU-00000000-0000-0000-0000-000000000001}]");
    try (var sampling = node.sample(POWER_USAGE)) {
      sampling.awaitFresh(1);
      node.rewrite(
          "devices: [{model: T4, uuid: GPU-00000000-0000-0000-0000-000000000002}]",
          faults("{lost: 0}"));
      sampling.await("a lost GPU", now -> lostGpus(now).equals(List.of(0)));
      node.rewrite("devices: [{model: T4, uuid: GPU-00000000-0000-0000-0000-000000000002}]");
      var both =
          sampling.await(
              "both GPUs",
              now -> now.gpus().size() == 2 && now.gpus().stream().anyMatch(GpuSample::fresh));
      assertThat(both.gpus().stream().filter(GpuSample::fresh).map(gpu -> gpu.identity().uuid()))
          .containsExactly("GPU-00000000-0000-0000-0000-000000000002");
    }
  }

  @Test
  void whatMayNotBeReadFailsWithTheCode() {
    var node =
        new SimulatedNode(directory, h100(1), faults("{noPermission: [nvmlDeviceGetPowerUsage]}"));
    try (var sampling = node.sample(POWER_USAGE, TEMPERATURE)) {
      assertThat(read(sampling.awaitFresh(1), 0).readings().get(POWER_USAGE))
          .isEqualTo(Reading.failed("nvmlDeviceGetPowerUsage", 4));
    }
  }

  private static GpuSample read(NodeSnapshot snapshot, int index) {
    return snapshot.gpus().get(index);
  }

  private static boolean valueOf(
      NodeSnapshot snapshot, int index, Function<GpuSample, Reading<Long>> reading) {
    return snapshot.gpus().size() > index
        && reading.apply(read(snapshot, index)) instanceof Reading.Value<Long>;
  }

  private static List<Integer> hungGpus(NodeSnapshot snapshot) {
    return inCondition(snapshot, GpuCondition.Hung.class);
  }

  private static List<Integer> lostGpus(NodeSnapshot snapshot) {
    return inCondition(snapshot, GpuCondition.Lost.class);
  }

  private static List<Integer> inCondition(
      NodeSnapshot snapshot, Class<? extends GpuCondition> condition) {
    return snapshot.gpus().stream()
        .filter(gpu -> condition.isInstance(gpu.condition()))
        .map(gpu -> gpu.identity().index())
        .toList();
  }

  /** The distinct instants at which a GPU was read, while it was fresh. */
  private static Set<Object> freshReadingsOf(List<NodeSnapshot> snapshots, int index) {
    return snapshots.stream()
        .map(now -> read(now, index))
        .filter(GpuSample::fresh)
        .map(GpuSample::sampledAt)
        .collect(Collectors.toSet());
  }
}
