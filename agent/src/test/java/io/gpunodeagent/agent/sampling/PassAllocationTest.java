// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import static io.gpunodeagent.agent.sampling.SimulatedNode.h100;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.metrics.selection.MetricNames;
import io.gpunodeagent.agent.metrics.selection.MetricSelection;
import io.gpunodeagent.core.attribution.Attribution;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a pass over eight GPUs allocates, which does not depend on how busy the machine is. */
@Timeout(60)
class PassAllocationTest {

  private static final int WARM_UP = 10;
  private static final int PASSES = 30;
  private static final long MOST_BYTES = 72 * 1024;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path directory;

  @Test
  void aPassAllocatesLittle() {
    var node = new SimulatedNode(directory, h100(8)).slowPeriod(Duration.ofHours(1));
    var plan =
        MetricSelection.defaults(MetricNames.CLASSIC)
            .plan(Defaults.metrics("node"))
            .and(Attribution.PLAN);
    try (var sampling = new Sampling(node.config(), plan)) {
      sampling.awaitFresh(8);
      long first = after(sampling, WARM_UP).statistics().passes();
      long before = allocated();
      long last = after(sampling, first + PASSES).statistics().passes();
      long bytes = (allocated() - before) / (last - first);
      assertThat(bytes).as("bytes a pass").isPositive().isLessThan(MOST_BYTES);
    }
  }

  private static NodeSnapshot after(Sampling sampling, long passes) {
    return sampling.await("passes", now -> now.statistics().passes() >= passes);
  }

  /** By the threads that sample, which live as long as their session. */
  private static long allocated() {
    return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
        .filter(Objects::nonNull)
        .filter(
            thread ->
                thread.getThreadName().startsWith("nvml-")
                    || thread.getThreadName().equals("sampler"))
        .mapToLong(thread -> THREADS.getThreadAllocatedBytes(thread.getThreadId()))
        .sum();
  }
}
