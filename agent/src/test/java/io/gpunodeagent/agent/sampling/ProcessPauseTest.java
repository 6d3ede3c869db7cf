// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import static io.gpunodeagent.agent.sampling.SimulatedNode.faults;
import static io.gpunodeagent.agent.sampling.SimulatedNode.h100;
import static io.gpunodeagent.core.signal.DeviceSignal.POWER_USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process is stopped for a minute, as SIGSTOP, a throttled cgroup or a suspended VM do. */
@Timeout(60)
class ProcessPauseTest {

  private static final int PAUSES = 5;

  @TempDir Path directory;
  private final AtomicLong skipped = new AtomicLong();
  private final SamplerClock clock =
      new SamplerClock(InstantSource.system(), () -> System.nanoTime() + skipped.get());

  /** The GPU is in a call most of the time, the watch for XIDs always. */
  @Test
  void aCallThatAPauseInterruptedDoesNotHang() {
    var slow = faults("{function: nvmlDeviceGetPowerUsage, device: 0, delay: 70ms}");
    try (var sampling = start(h100(2), slow)) {
      sampling.await("a watch", ProcessPauseTest::healthy);
      for (int pause = 0; pause < PAUSES; pause++) {
        skipped.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(sampling.during(Duration.ofMillis(700))).allMatch(ProcessPauseTest::healthy);
      }
    }
  }

  @Test
  void aCallThatHangsIsFoundInSpiteOfAPause() {
    var hang = faults("{function: nvmlDeviceGetPowerUsage, device: 0, hang: true}");
    var node = new SimulatedNode(directory, h100(2)).callTimeout(Duration.ofSeconds(1));
    try (var sampling =
        new Sampling(node.config(), new SamplingPlan(Set.of(POWER_USAGE), false), clock)) {
      sampling.awaitFresh(2);
      node.rewrite(h100(2), hang);
      sampling.during(Duration.ofMillis(300));
      skipped.addAndGet(Duration.ofMinutes(1).toNanos());
      sampling.await(
          "a hung GPU", now -> now.gpus().getFirst().condition() instanceof GpuCondition.Hung);
      node.rewrite(h100(2));
      sampling.awaitFresh(2);
    }
  }

  private Sampling start(String... lines) {
    var node = new SimulatedNode(directory, lines);
    return new Sampling(node.config(), new SamplingPlan(Set.of(POWER_USAGE), false), clock);
  }

  private static boolean healthy(NodeSnapshot node) {
    return node.gpus().size() == 2
        && node.gpus().stream().allMatch(GpuSample::fresh)
        && node.gpus().stream().allMatch(gpu -> gpu.events().watched());
  }
}
