// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import static io.gpunodeagent.agent.sampling.SimulatedNode.faults;
import static io.gpunodeagent.agent.sampling.SimulatedNode.h100;
import static io.gpunodeagent.core.signal.DeviceSignal.POWER_USAGE;
import static io.gpunodeagent.core.signal.DeviceSignal.TEMPERATURE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several GPUs that hang, one thread that reads them all: each costs itself and no other. */
@Timeout(120)
class HungGpusTest {

  private static final int GPUS = 8;
  private static final int FULL_RATE = 15;

  @TempDir Path directory;
  private final Set<Thread> before = readers();

  @Test
  void twoGpusThatHangAtOnceLeaveSixFreshAtFullRate() {
    var node = node();
    try (var sampling = node.sample(POWER_USAGE, TEMPERATURE)) {
      sampling.awaitFresh(GPUS);
      node.rewrite(h100(GPUS), hang(2, 3));
      sampling.await("two hung GPUs", now -> hung(now).equals(List.of(2, 3)));
      assertOthersAtFullRate(sampling, List.of(2, 3));
      node.rewrite(h100(GPUS));
      sampling.awaitFresh(GPUS);
    }
  }

  @Test
  void gpusThatHangOneAfterTheOtherComeBackOneAfterTheOther() {
    var node = node();
    try (var sampling = node.sample(POWER_USAGE, TEMPERATURE)) {
      sampling.awaitFresh(GPUS);
      node.rewrite(h100(GPUS), hang(0));
      sampling.await("a hung GPU", now -> hung(now).equals(List.of(0)));
      node.rewrite(h100(GPUS), hang(0, 7));
      sampling.await("two hung GPUs", now -> hung(now).equals(List.of(0, 7)));
      assertOthersAtFullRate(sampling, List.of(0, 7));
      node.rewrite(h100(GPUS), hang(7));
      sampling.await("the other hung GPU", now -> hung(now).equals(List.of(7)));
      assertOthersAtFullRate(sampling, List.of(7));
      node.rewrite(h100(GPUS));
      sampling.awaitFresh(GPUS);
    }
  }

  @Test
  void allGpusThatHangAreUnknownAndComeBack() {
    var node = node();
    var all = IntStream.range(0, GPUS).toArray();
    try (var sampling = node.sample(POWER_USAGE, TEMPERATURE)) {
      sampling.awaitFresh(GPUS);
      node.rewrite(h100(GPUS), hang(all));
      sampling.await("eight hung GPUs", now -> hung(now).size() == GPUS);
      var during = sampling.during(Duration.ofSeconds(1));
      assertThat(during).isNotEmpty().allMatch(now -> hung(now).size() == GPUS);
      assertThat(started()).hasSizeLessThanOrEqualTo(GPUS);
      node.rewrite(h100(GPUS));
      sampling.awaitFresh(GPUS);
      sampling.await("one thread", _ -> started().size() == 1);
      assertOthersAtFullRate(sampling, List.of());
    }
  }

  @Test
  void aCallThatReturnsDuringTheNextPassCostsItsGpuNoMoreThanTheRate() {
    var slow = faults("{function: nvmlDeviceGetPowerUsage, device: 3, delay: 150ms}");
    var node = node();
    try (var sampling = node.sample(POWER_USAGE, TEMPERATURE)) {
      sampling.awaitFresh(GPUS);
      node.rewrite(h100(GPUS), slow);
      sampling.await("a late pass", now -> now.statistics().latePasses() > 0);
      var during = sampling.during(Duration.ofSeconds(2));
      assertThat(during).allMatch(now -> hung(now).isEmpty());
      assertThat(readings(during, 3)).hasSizeBetween(5, FULL_RATE);
      assertThat(IntStream.range(0, GPUS).filter(gpu -> gpu != 3))
          .allMatch(gpu -> readings(during, gpu).size() >= FULL_RATE);
    }
  }

  @Test
  void aGpuThatHangsAtTheEndKeepsNobody() throws InterruptedException {
    var node = node();
    try (var sampling = node.sample(POWER_USAGE, TEMPERATURE)) {
      sampling.awaitFresh(GPUS);
      node.rewrite(h100(GPUS), hang(5));
      sampling.await("a hung GPU", now -> hung(now).equals(List.of(5)));
    }
    var left = started();
    node.rewrite(h100(GPUS));
    for (var thread : left) {
      thread.join();
    }
    try (var next = node.sample(POWER_USAGE)) {
      next.awaitFresh(GPUS);
    }
  }

  /** Passes are far apart, so it is not the next pass that helps. */
  @Test
  void aRequestThatHangsKeepsNoRequestForAnotherGpu() throws Exception {
    var node = new SimulatedNode(directory, h100(2)).period(Duration.ofMinutes(1));
    try (var sampling = node.sample(POWER_USAGE)) {
      var gpus = sampling.awaitFresh(2).gpus();
      var modes = sampling.sampler().computeModes();
      node.rewrite(h100(2), faults("{function: nvmlDeviceGetComputeMode, device: 0, hang: true}"));
      var hung = new CompletableFuture<Reading<Long>>();
      Thread.ofVirtual().start(() -> hung.complete(firstFailure(modes, gpus.getFirst())));
      while (!hung.isDone()) {
        assertThat(modes.read(gpus.getLast().identity().uuid())).isInstanceOf(Reading.Value.class);
      }
      assertThat(hung.get()).isEqualTo(Reading.failed("nvmlDeviceGetComputeMode", 10));
      node.rewrite(h100(2));
    }
  }

  private static Reading<Long> firstFailure(ComputeModes modes, GpuSample gpu) {
    var read = modes.read(gpu.identity().uuid());
    while (read instanceof Reading.Value<Long>) {
      read = modes.read(gpu.identity().uuid());
    }
    return read;
  }

  private SimulatedNode node() {
    return new SimulatedNode(directory, h100(GPUS)).callTimeout(Duration.ofMillis(500));
  }

  private static String hang(int... gpus) {
    return faults(
        IntStream.of(gpus)
            .mapToObj("{function: nvmlDeviceGetPowerUsage, device: %d, hang: true}"::formatted)
            .toArray(String[]::new));
  }

  private void assertOthersAtFullRate(Sampling sampling, List<Integer> hung) {
    var during = sampling.during(Duration.ofSeconds(2));
    assertThat(during).allMatch(now -> hung(now).equals(hung));
    for (int gpu = 0; gpu < GPUS; gpu++) {
      if (!hung.contains(gpu)) {
        assertThat(readings(during, gpu)).as("GPU %d", gpu).hasSizeGreaterThan(FULL_RATE);
      }
    }
  }

  private static List<Integer> hung(NodeSnapshot snapshot) {
    return snapshot.gpus().stream()
        .filter(gpu -> gpu.condition() instanceof GpuCondition.Hung)
        .map(gpu -> gpu.identity().index())
        .toList();
  }

  /** The distinct instants at which a GPU was read, while it was fresh. */
  private static Set<Object> readings(List<NodeSnapshot> snapshots, int index) {
    return snapshots.stream()
        .map(now -> now.gpus().get(index))
        .filter(GpuSample::fresh)
        .map(GpuSample::sampledAt)
        .collect(Collectors.toSet());
  }

  /** Threads of this test that read GPUs. */
  private Set<Thread> started() {
    var now = readers();
    now.removeAll(before);
    return now;
  }

  private static Set<Thread> readers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("nvml-gpus"))
        .collect(Collectors.toSet());
  }
}
