// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import static io.gpunodeagent.agent.sampling.SimulatedNode.faults;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How busy processes keep a GPU, as the simulated driver samples it. */
class ProcessUtilizationTest {

  private static final String FUNCTION = "nvmlDeviceGetProcessUtilization";
  private static final SamplingPlan PLAN =
      new SamplingPlan(Set.of(), SamplingPlan.Processes.UTILIZATION);

  @TempDir Path directory;

  @Test
  void aProcessHasTheShareItUsesAndZeroWhenItUsesNone() {
    var node = node("{pid: 7, name: a, sm: 60}", "{pid: 8, name: b, sm: 0}");
    try (var sampling = new Sampling(node.config(), PLAN)) {
      var seen = sampling.await("both", now -> value(now, 7) && value(now, 8));
      assertThat(utilization(seen, 7)).contains(Reading.of(60L));
      assertThat(utilization(seen, 8)).contains(Reading.of(0L));
      // Passes are quicker than the driver samples; a process is not idle in between.
      assertThat(sampling.during(Duration.ofSeconds(1)))
          .allSatisfy(now -> assertThat(utilization(now, 7)).contains(Reading.of(60L)));
    }
  }

  @Test
  void aProcessThatStopsWorkingFallsToZero() {
    var node = node("{pid: 7, name: a, sm: 60}");
    try (var sampling = new Sampling(node.config(), PLAN)) {
      sampling.await("activity", now -> utilization(now, 7).equals(Optional.of(Reading.of(60L))));
      node.rewrite(gpu("{pid: 7, name: a, sm: 0}"));
      sampling.await("idleness", now -> utilization(now, 7).equals(Optional.of(Reading.of(0L))));
    }
  }

  @Test
  void aPassAsksOnceAndNotWithoutProcesses() {
    var node = new SimulatedNode(directory, gpu("{pid: 7, name: a, sm: 60}") + idleGpu());
    try (var sampling = new Sampling(node.config(), PLAN)) {
      var first = sampling.await("the first pass", now -> now.statistics().passes() == 1);
      var fifth = sampling.await("the fifth pass", now -> now.statistics().passes() == 5);
      assertThat(calls(fifth) - calls(first)).isEqualTo(4);
    }
  }

  @Test
  void nothingIsAskedThatThePlanDoesNotWant() {
    var node = node("{pid: 7, name: a, sm: 60}");
    try (var sampling = node.sampleWithProcesses()) {
      var third = sampling.await("the third pass", now -> now.statistics().passes() == 3);
      assertThat(calls(third)).isZero();
      assertThat(utilization(third, 7)).contains(Reading.unsupported());
    }
  }

  @Test
  void underMigItIsUnsupportedAndNotAsked() {
    var node =
        new SimulatedNode(
            directory,
            """
            devices:
              - model: H100-SXM5-80GB
                mig: {mode: enabled, instances: [{profile: 1g.10gb}]}
                processes: [{pid: 7, name: a, instance: 7, sm: 60}]
            """);
    try (var sampling = new Sampling(node.config(), PLAN)) {
      var third = sampling.await("the third pass", now -> now.statistics().passes() == 3);
      assertThat(utilization(third, 7)).contains(Reading.unsupported());
      assertThat(calls(third)).isZero();
    }
  }

  @Test
  void aDriverThatNeverTellsIsUnsupported() {
    assertThat(answered("NOT_SUPPORTED")).isEqualTo(Reading.unsupported());
  }

  @Test
  void aRefusalIsNotIdleness() {
    assertThat(answered("UNKNOWN")).isEqualTo(Reading.failed(FUNCTION, 999));
  }

  private Reading<Long> answered(String code) {
    var node =
        new SimulatedNode(
            directory,
            gpu("{pid: 7, name: a, sm: 60}"),
            faults("{function: " + FUNCTION + ", return: " + code + "}"));
    try (var sampling = new Sampling(node.config(), PLAN)) {
      var third = sampling.await("the third pass", now -> now.statistics().passes() == 3);
      return utilization(third, 7).orElseThrow();
    }
  }

  @Test
  void aGpuThatComesBackShowsItsProcessesAgain() {
    var process = "{pid: 7, name: a, sm: 60}";
    var node = node(process);
    Predicate<NodeSnapshot> busy =
        now ->
            now.gpus().stream().allMatch(GpuSample::fresh)
                && utilization(now, 7).equals(Optional.of(Reading.of(60L)));
    try (var sampling = new Sampling(node.config(), PLAN)) {
      sampling.await("activity", busy);
      node.rewrite(gpu(process), faults("{lost: 0}"));
      sampling.await("the loss", now -> now.gpus().stream().noneMatch(GpuSample::fresh));
      node.rewrite(gpu(process));
      sampling.await("activity again", busy);
    }
  }

  @Test
  void aWallClockSetBackStartsOver() {
    var node = node("{pid: 7, name: a, sm: 60}");
    var behind = new AtomicReference<>(Duration.ZERO);
    InstantSource wall = () -> Instant.now().minus(behind.get());
    try (var sampling =
        new Sampling(node.config(), PLAN, new SamplerClock(wall, System::nanoTime))) {
      sampling.await("activity", now -> value(now, 7));
      behind.set(Duration.ofHours(1));
      sampling.await("a new beginning", now -> !value(now, 7));
      sampling.await("activity again", now -> value(now, 7));
    }
  }

  @Test
  void onceWaitsForTheDriversSamples() {
    var node = node("{pid: 7, name: a, sm: 60}", "{pid: 8, name: b}");
    try (var sampler = new Sampler(node.config(), PLAN, SamplerClock.system())) {
      var snapshot = sampler.sampleOnce();
      assertThat(utilization(snapshot, 7)).contains(Reading.of(60L));
      assertThat(utilization(snapshot, 8)).contains(Reading.of(0L));
    }
  }

  @Test
  void timeThatStandsStillKeepsProcessesBusy() {
    var node = node("{pid: 7, name: a, sm: 60}").frozenAt("60s");
    try (var sampling = new Sampling(node.config(), PLAN)) {
      sampling.await("activity", now -> value(now, 7));
      assertThat(sampling.during(Duration.ofMillis(500)))
          .allSatisfy(now -> assertThat(utilization(now, 7)).contains(Reading.of(60L)));
    }
  }

  private SimulatedNode node(String... processes) {
    return new SimulatedNode(directory, gpu(processes));
  }

  private static String gpu(String... processes) {
    return "devices:\n  - {model: H100-SXM5-80GB, processes: ["
        + String.join(", ", processes)
        + "]}\n";
  }

  private static String idleGpu() {
    return "  - {model: H100-SXM5-80GB}\n";
  }

  private static boolean value(NodeSnapshot snapshot, long pid) {
    return utilization(snapshot, pid).orElse(Reading.unsupported()) instanceof Reading.Value<Long>;
  }

  private static Optional<Reading<Long>> utilization(NodeSnapshot snapshot, long pid) {
    return snapshot.gpus().stream()
        .flatMap(gpu -> gpu.processes().toOptional().orElse(List.of()).stream())
        .filter(process -> process.pid() == pid)
        .map(GpuProcess::smUtilization)
        .findFirst();
  }

  private static long calls(NodeSnapshot snapshot) {
    return snapshot.statistics().calls().getOrDefault(FUNCTION, 0L);
  }
}
