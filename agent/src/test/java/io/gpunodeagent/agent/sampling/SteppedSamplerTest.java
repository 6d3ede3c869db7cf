// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import static io.gpunodeagent.agent.sampling.SimulatedNode.LIBRARY;
import static io.gpunodeagent.agent.sampling.SimulatedNode.faults;
import static io.gpunodeagent.core.signal.DeviceSignal.GPU_UTILIZATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A simulation whose time stands between passes: everything happens in its step. */
@Timeout(60)
class SteppedSamplerTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final FieldSignal ENERGY = FieldSignal.everyPass(83);
  private static final GpmSignal SM = new GpmSignal(2);
  private static final Set<Signal<?>> SIGNALS = Set.of(GPU_UTILIZATION, ENERGY, SM);

  @TempDir Path directory;

  @Test
  void anXidIsInTheStepInWhichItHappens() {
    var node =
        new SimulatedNode(
            directory, SimulatedNode.h100(1), "events: [{at: 65m, device: 0, xid: 13}]");
    var seen = play(node, Duration.ofMinutes(10), 9);
    assertThat(seen.get(6).gpus().getFirst().events().lastXid()).isEmpty();
    var xid = seen.get(7).gpus().getFirst().events().lastXid().orElseThrow();
    assertThat(xid.code()).isEqualTo(13);
    assertThat(xid.at()).isEqualTo(START.plus(Duration.ofMinutes(70)));
    assertThat(seen.getLast().takenAt()).isEqualTo(START.plus(Duration.ofMinutes(80)));
    assertThat(seen.getLast().monotonic()).isEqualTo(Duration.ofMinutes(80));
  }

  @Test
  void energyAndGpmAreThoseOfTheStep() {
    var node =
        new SimulatedNode(
            directory,
            "devices:\n  - model: H100-SXM5-80GB\n"
                + "    load: {power: 300, sm: {series: {every: 1h, values: [0, 60, 20]}}}");
    var seen = play(node, Duration.ofMinutes(30), 6);
    assertThat(number(seen.get(3), ENERGY) - number(seen.get(1), ENERGY))
        .isCloseTo(3_600_000L * 300, within(1000L));
    assertThat(percent(seen.get(2))).isCloseTo(0, within(0.1));
    assertThat(percent(seen.get(3))).isCloseTo(60, within(0.1));
    assertThat(percent(seen.get(5))).isCloseTo(20, within(0.1));
    assertThat(number(seen.get(3), GPU_UTILIZATION)).isEqualTo(60);
  }

  @Test
  void aLostGpuIsFoundAgainInItsTime() {
    var node =
        new SimulatedNode(
            directory, SimulatedNode.h100(2), faults("{lost: 1, from: 95s, until: 605s}"));
    var seen = play(node, Duration.ofSeconds(30), 60);
    assertThat(seen.get(3).gpus()).allMatch(GpuSample::fresh);
    assertThat(seen.get(4).gpus().get(1).condition()).isInstanceOf(GpuCondition.Lost.class);
    assertThat(seen.get(4).gpus().getFirst().fresh()).isTrue();
    assertThat(seen.get(20).gpus().get(1).fresh()).isFalse();
    assertThat(seen.getLast().gpus()).allMatch(GpuSample::fresh);
  }

  @Test
  void aGpuThatWasTakenOutLeavesAfterAnHour() {
    var node =
        new SimulatedNode(
            directory,
            SimulatedNode.h100(2),
            faults("{lost: 1, from: 5m}", "{absent: 1, from: 5m, until: 5h}"));
    var seen = play(node, Duration.ofMinutes(10), 36);
    assertThat(seen.get(3).gpus()).hasSize(2);
    assertThat(seen.get(3).gpus().get(1).fresh()).isFalse();
    assertThat(seen.get(3).absent().departed()).isEmpty();
    assertThat(seen.get(12).gpus()).hasSize(1);
    assertThat(seen.get(12).absent().departed())
        .singleElement()
        .satisfies(gone -> assertThat(gone.identity().index()).isEqualTo(1));
    long enumerations = seen.get(12).statistics().enumerations();
    assertThat(seen.get(28).statistics().enumerations())
        .as("nobody looks for a GPU that has left")
        .isEqualTo(enumerations);
  }

  /** Its seven neighbours start again with every enumeration. */
  @Test
  void aGpuThatStaysLostIsSoughtForAnHourAndNotForEver() {
    var node = new SimulatedNode(directory, SimulatedNode.h100(2), faults("{lost: 1, from: 5m}"));
    var seen = play(node, Duration.ofMinutes(2), 12 * 30);
    assertThat(seen.getLast().gpus().get(1).condition()).isInstanceOf(GpuCondition.Lost.class);
    long inAnHour = seen.get(32).statistics().enumerations();
    assertThat(inAnHour).isBetween(3L, 9L);
    assertThat(seen.getLast().statistics().enumerations()).isEqualTo(inAnHour);
  }

  @Test
  void aNewLayoutIsThereWithItsEvent() {
    var node =
        new SimulatedNode(
            directory,
            "devices:\n  - model: H100-SXM5-80GB\n    mig: {mode: enabled, instances: [{profile:"
                + " 3g.40gb, id: 1, start: 0}]}",
            "events: [{at: 1h, device: 0, mig: {mode: enabled, instances: [{profile: 1g.10gb, id:"
                + " 9, start: 2}]}}]");
    var seen = play(node, Duration.ofMinutes(20), 5);
    assertThat(instances(seen.get(2))).containsExactly(1);
    assertThat(instances(seen.get(3))).containsExactly(9);
  }

  @Test
  void processesComeAndGoWithTheirTime() {
    var node =
        new SimulatedNode(
            directory,
            "devices:\n  - model: H100-SXM5-80GB\n    processes: [{pid: 7, name: a, sm: 40, from:"
                + " 1h, until: 2h}]");
    var seen = play(node, Duration.ofMinutes(20), 8);
    assertThat(seen.stream().map(SteppedSamplerTest::processes))
        .containsExactly(0, 0, 0, 1, 1, 1, 0, 0);
  }

  @Test
  void theSameStepsGiveTheSameReadings() {
    var node =
        new SimulatedNode(
            directory,
            "devices:\n  - model: H100-SXM5-80GB\n    processes: [{pid: 7, name: a, sm: {wave:"
                + " {min: 1, max: 99, period: 47s}}}]");
    assertThat(readings(play(node, Duration.ofSeconds(10), 20)))
        .isEqualTo(readings(play(node, Duration.ofSeconds(10), 20)));
  }

  @Test
  void aDriverThatIsGoneIsOpenedAgainInItsTime() {
    var node =
        new SimulatedNode(
            directory,
            SimulatedNode.h100(1),
            faults("{function: nvmlInit*, return: DRIVER_NOT_LOADED, until: 95s}"));
    var seen = play(node, Duration.ofSeconds(30), 8);
    assertThat(seen.getFirst().driver()).isInstanceOf(DriverState.Unavailable.class);
    assertThat(seen.get(3).gpus()).isEmpty();
    assertThat(seen.get(4).driver()).isInstanceOf(DriverState.Ready.class);
    assertThat(seen.get(4).gpus()).hasSize(1);
  }

  private List<NodeSnapshot> play(SimulatedNode node, Duration step, int passes) {
    var file = directory.resolve("clock");
    var nanos = new long[1];
    var clock = new SamplerClock(() -> START.plusNanos(nanos[0]), () -> nanos[0]);
    var seen = new ArrayList<NodeSnapshot>();
    write(file, 0);
    try (var sampler =
        new SteppedSampler(
            config(node, file, step),
            new SamplingPlan(SIGNALS, SamplingPlan.Processes.UTILIZATION),
            clock)) {
      for (int pass = 0; pass < passes; pass++) {
        seen.add(sampler.pass());
        nanos[0] += step.toNanos();
        write(file, nanos[0]);
      }
    }
    return seen;
  }

  private static SamplingConfig config(SimulatedNode node, Path clock, Duration step) {
    var scenario = node.config().source().environment().get("NVML_SIMULATOR_SCENARIO");
    return new SamplingConfig(
        new SamplingConfig.Source(
            Optional.of(LIBRARY),
            Map.of(
                "NVML_SIMULATOR_SCENARIO",
                String.valueOf(scenario),
                "NVML_SIMULATOR_CLOCK",
                "stepped:" + clock),
            true,
            Optional.empty()),
        step,
        step,
        Duration.ofSeconds(5),
        Duration.ofMinutes(5),
        true);
  }

  private static void write(Path file, long nanos) {
    try (var out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
      out.write(bytes.putLong(0, nanos), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static long number(NodeSnapshot node, Signal<Long> signal) {
    return node.gpus().getFirst().readings().get(signal).toOptional().orElseThrow();
  }

  private static double percent(NodeSnapshot node) {
    return node.gpus().getFirst().readings().get(SM).toOptional().orElseThrow();
  }

  private static List<Integer> instances(NodeSnapshot node) {
    return node.gpus().getFirst().migInstances().stream().map(MigInstance::gpuInstanceId).toList();
  }

  private static int processes(NodeSnapshot node) {
    return node.gpus().getFirst().processes().toOptional().orElseThrow().size();
  }

  private static List<Object> readings(List<NodeSnapshot> seen) {
    var readings = new ArrayList<Object>();
    for (var node : seen) {
      var gpu = node.gpus().getFirst();
      for (var signal : SIGNALS) {
        Reading<?> reading = gpu.readings().get(signal);
        readings.add(reading);
      }
      readings.add(gpu.processes());
    }
    return readings;
  }
}
