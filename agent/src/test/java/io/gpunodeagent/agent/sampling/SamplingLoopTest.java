// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import static io.gpunodeagent.agent.sampling.SimulatedNode.h100;
import static io.gpunodeagent.core.signal.DeviceSignal.POWER_USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.loop.LoopFailures;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.snapshot.DriverState.Problem;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A fault in any loop of the sampler is counted, and the loop goes on. */
@Timeout(120)
class SamplingLoopTest {

  @TempDir Path directory;
  private final AtomicReference<String> faulty = new AtomicReference<>("");
  private final AtomicInteger spared = new AtomicInteger();

  /** Fails once, on the thread that is named, after the uses that are spared. */
  private final SamplerClock clock =
      new SamplerClock(
          InstantSource.system(),
          () -> {
            if (Thread.currentThread().getName().equals(faulty.get())
                && spared.getAndDecrement() <= 0) {
              faulty.set("");
              throw new IllegalStateException("a bug");
            }
            return System.nanoTime();
          });

  /** The thread that reads GPUs uses the clock first to take one, then to begin, then to call. */
  @ParameterizedTest
  @CsvSource({"sampler, 0", "nvml-gpus, 0", "nvml-gpus, 1", "nvml-gpus, 2", "nvml-pairs, 0"})
  void aFaultCostsAPassAndNoMore(String loop, int uses) {
    try (var sampling = start()) {
      sampling.awaitFresh(1);
      var before = failures(loop);
      spared.set(uses);
      fail(loop);
      sampling.await("the fault", _ -> failures(loop) > before);
      var next = sampling.awaitFresh(1).sequence();
      sampling.await("another pass", now -> now.sequence() > next && now.gpus().getFirst().fresh());
      assertThat(failures(loop)).isEqualTo(before + 1);
    }
  }

  @Test
  void aFaultInTheGpmThreadIsCountedAndItSamplesAgain() {
    var before = failures("nvml-gpm");
    try (var sampling = start(new GpmSignal(2))) {
      sampling.await("samples", now -> gpmSamples(now) > 2);
      fail("nvml-gpm");
      var counted = sampling.await("the fault", _ -> failures("nvml-gpm") > before);
      var then = gpmSamples(counted);
      sampling.await("further samples", now -> gpmSamples(now) > then + 2);
      assertThat(failures("nvml-gpm")).isEqualTo(before + 1);
    }
  }

  private static long gpmSamples(NodeSnapshot node) {
    return node.statistics().calls().getOrDefault("nvmlGpmSampleGet", 0L);
  }

  @Test
  void aFaultInTheWatchForXidsLeavesThemUnknownUntilItWatchesAgain() {
    var before = failures("nvml-events");
    try (var sampling = start()) {
      sampling.await("a watch", SamplingLoopTest::watched);
      fail("nvml-events");
      var blind = sampling.await("XIDs that are unknown", now -> !watched(now));
      assertThat(blind.gpus()).allMatch(GpuSample::fresh);
      assertThat(failures("nvml-events")).isEqualTo(before + 1);
      sampling.await("another watch", SamplingLoopTest::watched);
      assertThat(failures("nvml-events")).isEqualTo(before + 1);
    }
  }

  /** The clock is used first to create the event set, and the fourth time to register the GPU. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aFaultWhileTheWatchIsSetUpForgetsNoGpu(int uses) {
    var before = failures("nvml-events");
    spared.set(uses);
    fail("nvml-events");
    try (var sampling = start()) {
      sampling.await("the fault", _ -> failures("nvml-events") > before);
      sampling.await("a watch", SamplingLoopTest::watched);
    }
  }

  private static boolean watched(NodeSnapshot node) {
    return !node.gpus().isEmpty() && node.gpus().getFirst().events().watched();
  }

  @Test
  void aFaultInTheOpeningOfNvmlIsToldUntilItIsOpen() {
    var before = failures("nvml-library");
    fail("nvml-library");
    try (var sampling = start()) {
      assertThat(sampling.awaitUnavailable(Problem.INIT_FAILED).detail())
          .isEqualTo("opening NVML: its loop failed: IllegalStateException: a bug");
      sampling.awaitFresh(1);
      assertThat(failures("nvml-library")).isEqualTo(before + 1);
    }
  }

  private Sampling start() {
    return start(POWER_USAGE);
  }

  private Sampling start(Signal<?> signal) {
    return new Sampling(
        new SimulatedNode(directory, h100(1)).config(),
        new SamplingPlan(Set.of(signal), false),
        clock);
  }

  private void fail(String loop) {
    faulty.set(loop);
  }

  private static long failures(String loop) {
    return LoopFailures.counts().getOrDefault(loop, 0L);
  }
}
