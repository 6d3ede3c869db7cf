// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import static io.gpunodeagent.agent.sampling.SimulatedNode.faults;
import static io.gpunodeagent.core.signal.DeviceSignal.BAR1_TOTAL;
import static io.gpunodeagent.core.signal.DeviceSignal.GPU_UTILIZATION;
import static io.gpunodeagent.core.signal.DeviceSignal.MEMORY_TOTAL;
import static io.gpunodeagent.core.signal.DeviceSignal.MIG_MODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.snapshot.MigInstance.ComputeInstance;
import io.gpunodeagent.core.snapshot.MigInstance.Placement;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A partitioned GPU: its instances, their own readings, and layouts that change. */
class MigTest {

  private static final String HALVES =
      "{profile: 3g.40gb, id: 1, start: 0, compute: [{profile: 1c.3g.40gb}, {profile:"
          + " 2c.3g.40gb}]}, {profile: 3g.40gb, id: 2, start: 4}";

  @TempDir Path directory;

  @Test
  void instancesHoldTheirComputeInstancesAndTheirOwnMemory() {
    try (var sampling =
        new SimulatedNode(directory, h100(HALVES))
            .sample(MEMORY_TOTAL, BAR1_TOTAL, GPU_UTILIZATION, MIG_MODE)) {
      var gpu = gpu(sampling.awaitFresh(1));
      assertThat(gpu.migEnabled()).isTrue();
      assertThat(gpu.readings().get(MIG_MODE)).isEqualTo(Reading.of(1L));
      assertThat(gpu.readings().get(GPU_UTILIZATION)).isEqualTo(Reading.unsupported());
      assertThat(gpu.migInstances()).extracting(MigInstance::gpuInstanceId).containsExactly(1, 2);
      var first = gpu.migInstances().getFirst();
      assertThat(first.profile()).isEqualTo("3g.40gb");
      assertThat(first.placement()).isEqualTo(Reading.of(new Placement(0, 4)));
      assertThat(first.computeInstances())
          .extracting(ComputeInstance::profile)
          .containsExactly("1c.3g.40gb", "2c.3g.40gb");
      assertThat(valueOf(first.readings().get(MEMORY_TOTAL)))
          .isLessThan(valueOf(gpu.readings().get(MEMORY_TOTAL)) * 6 / 10);
      assertThat(first.readings().get(BAR1_TOTAL)).isInstanceOf(Reading.Value.class);
      assertThat(first.readings().holds(GPU_UTILIZATION)).isFalse();
    }
  }

  @Test
  void anotherLayoutIsPickedUp() {
    var node = new SimulatedNode(directory, h100(HALVES));
    try (var sampling = node.sample(MEMORY_TOTAL)) {
      sampling.awaitFresh(1);
      node.rewrite(h100("{profile: 1g.10gb, id: 9, start: 2}"));
      var other =
          sampling.await("one instance", now -> gpu(now).fresh() && idsOf(now).equals(List.of(9)));
      var instance = gpu(other).migInstances().getFirst();
      assertThat(instance.profile()).isEqualTo("1g.10gb");
      assertThat(instance.readings().get(MEMORY_TOTAL)).isInstanceOf(Reading.Value.class);
      assertThat(other.statistics().enumerations()).isEqualTo(1);
    }
  }

  @Test
  void anInstanceBesideTheOldOnesIsPickedUp() {
    var node = new SimulatedNode(directory, h100("{profile: 1g.10gb, id: 7, start: 0}"));
    try (var sampling = node.sample(MEMORY_TOTAL)) {
      sampling.awaitFresh(1);
      node.rewrite(
          h100("{profile: 1g.10gb, id: 7, start: 0}, {profile: 1g.10gb, id: 8, start: 1}"));
      sampling.await("two instances", now -> gpu(now).fresh() && idsOf(now).equals(List.of(7, 8)));
    }
  }

  /** What a GPU does not support under MIG is asked for only every ten slow periods. */
  @Test
  void migTurnedOffLeavesAWholeGpuAtOnce() {
    var node = new SimulatedNode(directory, h100(HALVES)).slowPeriod(Duration.ofHours(1));
    try (var sampling = node.sample(GPU_UTILIZATION)) {
      sampling.awaitFresh(1);
      node.rewrite(SimulatedNode.h100(1));
      sampling.await(
          "a whole GPU",
          now ->
              !gpu(now).migEnabled()
                  && gpu(now).migInstances().isEmpty()
                  && gpu(now).readings().get(GPU_UTILIZATION) instanceof Reading.Value<Long>);
    }
  }

  @Test
  void withoutTheRightToReadItAPlacementIsNotKnown() {
    var node =
        new SimulatedNode(
            directory, h100(HALVES), faults("{noPermission: [nvmlDeviceGetGpuInstanceById]}"));
    try (var sampling = node.sample(MEMORY_TOTAL)) {
      assertThat(gpu(sampling.awaitFresh(1)).migInstances())
          .hasSize(2)
          .extracting(MigInstance::placement)
          .containsOnly(Reading.failed("nvmlDeviceGetGpuInstanceById", 4));
    }
  }

  @Test
  void processesSayWhichInstanceTheyAreOn() {
    var node =
        new SimulatedNode(
            directory,
            h100(HALVES)
                + "\n    processes: [{pid: 11, name: /bin/a, instance: 2, memory: 1GiB}, {pid: 12,"
                + " name: /bin/b, instance: 1, computeInstance: 1, memory: hidden}]");
    try (var sampling = node.sampleWithProcesses(MEMORY_TOTAL)) {
      var processes = gpu(sampling.awaitFresh(1)).processes().toOptional().orElseThrow();
      assertThat(processes)
          .extracting(GpuProcess::pid, GpuProcess::gpuInstanceId)
          .containsExactlyInAnyOrder(tuple(11L, OptionalInt.of(2)), tuple(12L, OptionalInt.of(1)));
      assertThat(processes)
          .filteredOn(process -> process.pid() == 12)
          .allMatch(process -> process.usedBytes().isEmpty());
    }
  }

  private static String h100(String instances) {
    return "devices:\n  - model: H100-SXM5-80GB\n    mig: {mode: enabled, instances: ["
        + instances
        + "]}";
  }

  private static GpuSample gpu(NodeSnapshot snapshot) {
    return snapshot.gpus().getFirst();
  }

  private static List<Integer> idsOf(NodeSnapshot snapshot) {
    return gpu(snapshot).migInstances().stream().map(MigInstance::gpuInstanceId).toList();
  }

  private static long valueOf(Reading<Long> reading) {
    return reading.toOptional().orElseThrow();
  }
}
