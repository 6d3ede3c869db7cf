// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.labels.machine.NodeFacts;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.sources.ContainerName;
import io.gpunodeagent.core.usage.Account;
import io.gpunodeagent.core.usage.AllocationKey;
import io.gpunodeagent.core.usage.Usage;
import io.gpunodeagent.core.usage.clock.Activity;
import io.gpunodeagent.core.usage.evidence.Evidence;
import io.gpunodeagent.core.usage.evidence.Evidence.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How busy the GPUs are, for schedulers. */
class HintLabelsTest {

  private static final String IDLE = "gpu-node-agent.io/idle-gpus";
  private static final String FREE = "gpu-node-agent.io/free-memory-gib";
  private static final long MIB = 1L << 20;
  private static final Duration HOLD = Duration.ofMinutes(1);

  private static Machine.Gpu gpu(int index, long percent, long usedMib) {
    return Machine.Gpu.h100(index)
        .with(DeviceSignal.GPU_UTILIZATION, Reading.of(percent))
        .with(DeviceSignal.MEMORY_USED, Reading.of(usedMib * MIB))
        .with(DeviceSignal.MEMORY_FREE, Reading.of((81559 - usedMib) * MIB));
  }

  private static Map<String, String> hints(Machine machine, Usage usage) {
    return set(machine, usage).labels();
  }

  private static LabelSet set(Machine machine, Usage usage) {
    var plain = PlainLabels.CONFIG;
    var config =
        new LabelsConfig(
            plain.owner(),
            plain.migStrategy(),
            plain.plugin(),
            plain.timestamp(),
            plain.aliases(),
            true,
            plain.hold());
    return Labels.of(machine.node(), usage, NodeFacts.unknown(Machine.STARTED), config);
  }

  private static Usage held(int gpu, Activity... holders) {
    var accounts = new LinkedHashMap<AllocationKey, Account>();
    for (var holder : holders) {
      var container = new ContainerName("ns", "pod-" + accounts.size(), "main");
      accounts.put(
          new AllocationKey(container, Optional.empty(), new Device.Gpu("GPU-" + gpu)),
          account(holder));
    }
    return new Usage(accounts);
  }

  private static Account account(Activity activity) {
    return new Account(
        Machine.STARTED,
        Duration.ZERO,
        Duration.ZERO,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        activity,
        Duration.ZERO,
        Duration.ZERO,
        Optional.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        new Evidence(Verdict.UNKNOWN, Map.of(), Optional.empty()),
        Optional.empty());
  }

  /** Columns: load in percent, memory used in MiB, whether the GPU counts as idle. */
  @ParameterizedTest
  @CsvSource({"0, 0, 1", "0, 4077, 1", "0, 4078, 0", "1, 0, 0", "100, 80000, 0"})
  void aGpuNobodyHoldsIsIdleWhenNothingRunsAndLittleIsKept(long load, long used, String idle) {
    assertThat(hints(new Machine().gpu(gpu(0, load, used)), Usage.none()))
        .containsEntry(IDLE, idle);
  }

  @ParameterizedTest
  @EnumSource(Activity.class)
  void aHeldGpuIsIdleOnlyWhenItsHolderIs(Activity holder) {
    var machine = new Machine().gpu(gpu(0, 0, 0)).gpu(gpu(1, 0, 0));
    assertThat(hints(machine, held(0, holder)))
        .containsEntry(IDLE, holder == Activity.IDLE ? "2" : "1");
  }

  @Test
  void oneBusyHolderOfASharedGpuIsEnough() {
    var machine = new Machine().gpu(gpu(0, 0, 0));
    assertThat(hints(machine, held(0, Activity.IDLE, Activity.ACTIVE))).containsEntry(IDLE, "0");
  }

  @ParameterizedTest
  @CsvSource({"0, 64", "16023, 64", "16024, 32", "81000, 0"})
  void freeMemoryIsThatOfTheFreestGpuInPowersOfTwo(long used, String free) {
    var machine = new Machine().gpu(gpu(0, 0, 81559)).gpu(gpu(1, 0, used));
    assertThat(hints(machine, Usage.none())).containsEntry(FREE, free);
  }

  @Test
  void whatCannotBeReadIsNeitherIdleNorFree() {
    var unread =
        gpu(0, 0, 0)
            .condition(new GpuCondition.Lost("nvmlDeviceGetMemoryInfo", 15, Machine.STARTED));
    var set = set(new Machine().gpu(unread), Usage.none());
    assertThat(set.labels()).containsEntry(IDLE, "0").doesNotContainKey(FREE);
    assertThat(set.isUnknown(FREE)).isTrue();
  }

  @Test
  void partitionedGpusAreLeftOut() {
    var machine = new Machine().gpu(gpu(0, 0, 0).mig());
    assertThat(hints(machine, Usage.none())).doesNotContainKeys(IDLE, FREE);
  }

  @Test
  void loadThatComesAndGoesIsNoChange() {
    var idle = set(new Machine().gpu(gpu(0, 0, 0)), Usage.none());
    var busy = set(new Machine().gpu(gpu(0, 90, 0)), Usage.none());
    var state = LabelDamping.none().step(idle, Duration.ZERO, HOLD, Optional.empty());
    for (var second = 10; second < 600; second += 10) {
      var now = second % 50 == 0 ? idle : busy;
      state = state.step(now, Duration.ofSeconds(second), HOLD, Optional.empty());
      assertThat(state.published().labels()).containsEntry(IDLE, "1");
    }
  }
}
