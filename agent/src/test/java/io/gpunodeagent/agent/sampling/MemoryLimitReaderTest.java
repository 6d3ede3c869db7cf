// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.sampling.LibraryOpener.Attempt;
import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.agent.sampling.readers.MemoryLimitReader;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.snapshot.ContainerMemory;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.SamplingStatistics.Failure;
import io.gpunodeagent.core.sources.ContainerCgroup;
import io.gpunodeagent.core.sources.ProcessOwner;
import io.gpunodeagent.nvml.Nvml;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memory limits of containers on the GPUs of a simulated driver. */
class MemoryLimitReaderTest {

  private static final String FUNCTION = "nvmlDeviceGetMemoryLimits_v1";
  private static final long GIB = 1L << 30;
  private static final long SLOW = 30;
  private static final ContainerCgroup LIMITED = container("limited");
  private static final ContainerCgroup HARD = container("hard");
  private static final ContainerCgroup COUNTED = container("counted");
  private static final ContainerCgroup FREE = container("free");
  private static final String[] H100 = {
    "devices:",
    "  - model: H100-SXM5-80GB",
    "    memoryLimits:",
    "      - {cgroup: \"*/limited.scope\", soft: 10GiB, hard: 20GiB, used: 3GiB}",
    "      - {cgroup: \"*/hard.scope\", hard: 20GiB, used: 1GiB}",
    "      - {cgroup: \"*/counted.scope\", used: 1GiB}"
  };

  @TempDir private Path directory;

  private static ContainerCgroup container(String name) {
    return new ContainerCgroup(
        "/kubepods.slice/" + name + ".scope", new ProcessOwner.InPod("uid", name));
  }

  private SimulatedNode node(int branch, String... more) {
    var lines = Stream.concat(Stream.of(H100), Stream.of(more)).toArray(String[]::new);
    return new SimulatedNode(directory, lines).driver(branch).rewrite(lines);
  }

  /** A reader of the first GPU, asked at times that a test chooses. */
  private static final class Asked {
    private final Nvml nvml;
    private final CallLog log = new CallLog(() -> 0);
    private final MemoryLimitReader reader = new MemoryLimitReader(log, 1);

    private Asked(Nvml nvml) {
      this.nvml = nvml;
    }

    List<ContainerMemory> at(long now, ContainerCgroup... containers) {
      return reader.read(nvml.device(0).orElseThrow(), List.of(containers), now, SLOW);
    }

    long calls() {
      var calls = new HashMap<String, Long>();
      log.counts().addTo(calls);
      return calls.getOrDefault(FUNCTION, 0L);
    }

    Map<Failure, Long> failures() {
      var failures = new HashMap<Failure, Long>();
      log.addFailuresTo(failures);
      return failures;
    }
  }

  private static void ask(SimulatedNode node, Consumer<Asked> body) {
    var attempt = LibraryOpener.open(node.config(), SamplerClock.system());
    if (!(attempt instanceof Attempt.Opened(var opened))) {
      throw new AssertionError(attempt);
    }
    try {
      body.accept(new Asked(opened.nvml()));
    } finally {
      opened.nvml().closeWithin(Duration.ofSeconds(1));
    }
  }

  @Test
  void useAndLimitsAreReadWhereThereAreLimits() {
    ask(
        node(615),
        asked -> {
          assertThat(asked.at(0, LIMITED, FREE, HARD, COUNTED))
              .containsExactly(
                  new ContainerMemory(
                      LIMITED.owner(),
                      3 * GIB,
                      OptionalLong.of(10 * GIB),
                      OptionalLong.of(20 * GIB)),
                  new ContainerMemory(
                      HARD.owner(), GIB, OptionalLong.empty(), OptionalLong.of(20 * GIB)));
          assertThat(asked.failures()).isEmpty();
        });
  }

  @Test
  void aLimitIsReadOnTheSlowPeriodAndItsAbsenceTenTimesMoreRarely() {
    ask(
        node(615),
        asked -> {
          assertThat(asked.at(0, LIMITED, FREE, COUNTED)).hasSize(1);
          assertThat(asked.at(SLOW - 1, LIMITED, FREE, COUNTED)).hasSize(1);
          assertThat(asked.calls()).isEqualTo(3);
          asked.at(SLOW, LIMITED, FREE, COUNTED);
          assertThat(asked.calls()).isEqualTo(3 + 1);
          asked.at(10 * SLOW - 1, LIMITED, FREE, COUNTED);
          assertThat(asked.calls()).isEqualTo(3 + 2);
          asked.at(10 * SLOW, LIMITED, FREE, COUNTED);
          assertThat(asked.calls()).isEqualTo(3 + 2 + 2);
        });
  }

  @Test
  void aContainerThatEndedIsForgottenAndANewOneAskedAtOnce() {
    ask(
        node(615),
        asked -> {
          assertThat(asked.at(0, LIMITED)).hasSize(1);
          assertThat(asked.at(1, HARD))
              .extracting(ContainerMemory::owner)
              .containsExactly(HARD.owner());
          assertThat(asked.calls()).isEqualTo(2);
        });
  }

  @Test
  void whatFailedIsReadAgainOnTheSlowPeriod() {
    ask(
        node(615, "faults: [{function: " + FUNCTION + ", return: UNKNOWN, calls: 1}]"),
        asked -> {
          assertThat(asked.at(0, LIMITED)).isEmpty();
          assertThat(asked.failures()).hasSize(1);
          assertThat(asked.at(SLOW - 1, LIMITED)).isEmpty();
          assertThat(asked.calls()).isEqualTo(1);
          assertThat(asked.at(SLOW, LIMITED)).hasSize(1);
        });
  }

  @Test
  void manyContainersAreSpreadOverPasses() {
    var many =
        IntStream.range(0, 100).mapToObj(i -> container("c" + i)).toArray(ContainerCgroup[]::new);
    ask(
        node(615),
        asked -> {
          asked.at(0, many);
          assertThat(asked.calls()).isEqualTo(64);
          asked.at(1, many);
          assertThat(asked.calls()).isEqualTo(100);
        });
  }

  @Test
  void anOlderDriverIsAskedOnce() {
    ask(
        node(610),
        asked -> {
          assertThat(asked.at(0, LIMITED, HARD)).isEmpty();
          assertThat(asked.at(100 * SLOW, LIMITED, HARD)).isEmpty();
          assertThat(asked.calls()).isEqualTo(1);
          assertThat(asked.failures()).isEmpty();
        });
  }

  private static Sampling start(SimulatedNode node, Supplier<List<ContainerCgroup>> containers) {
    var plan = new SamplingPlan(Set.of(), false);
    return new Sampling(new Sampler(node.config(), plan, SamplerClock.system(), containers));
  }

  private static long calls(NodeSnapshot snapshot) {
    return snapshot.statistics().calls().getOrDefault(FUNCTION, 0L);
  }

  private static List<ContainerMemory> memory(NodeSnapshot snapshot, int gpu) {
    return snapshot.gpus().size() > gpu ? snapshot.gpus().get(gpu).containerMemory() : List.of();
  }

  @Test
  void forAnOlderDriverContainersAreLookedForOnce() {
    var looks = new AtomicInteger();
    Supplier<List<ContainerCgroup>> containers =
        () -> {
          looks.incrementAndGet();
          return List.of(LIMITED);
        };
    try (var sampling = start(node(610), containers)) {
      sampling.await("several slow periods", now -> now.statistics().passes() >= 10);
      assertThat(looks).hasValue(1);
    }
  }

  @Test
  void aGpuUnderMigIsNotAsked() {
    var node = node(615, "  - model: H100-SXM5-80GB", "    mig: {mode: enabled}");
    try (var sampling = start(node, () -> List.of(LIMITED))) {
      var snapshot = sampling.await("the limit", now -> !memory(now, 0).isEmpty());
      assertThat(snapshot.gpus()).hasSize(2);
      assertThat(memory(snapshot, 1)).isEmpty();
      assertThat(calls(snapshot)).isEqualTo(1);
    }
  }

  @Test
  void aGpuWhoseCallHangsKeepsOnlyItsOwnFigures() {
    var second = "  - {model: H100-SXM5-80GB, memoryLimits: [{cgroup: \"*\", hard: 8GiB}]}";
    var hang = "faults: [{function: " + FUNCTION + ", device: 1, hang: true}]";
    var node = node(615, second, hang).callTimeout(Duration.ofMillis(500));
    try (var sampling = start(node, () -> List.of(LIMITED))) {
      var snapshot =
          sampling.await(
              "the first GPU's, and the second hung",
              now ->
                  !memory(now, 0).isEmpty()
                      && now.gpus().size() == 2
                      && !now.gpus().get(1).fresh());
      assertThat(snapshot.gpus().get(0).fresh()).isTrue();
      assertThat(memory(snapshot, 1)).isEmpty();
      node.rewrite(Stream.concat(Stream.of(H100), Stream.of(second)).toArray(String[]::new));
      sampling.await("the second GPU's as well", now -> !memory(now, 1).isEmpty());
    }
  }
}
