// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.benchmarks;

import io.gpunodeagent.agent.metrics.selection.MetricNames;
import io.gpunodeagent.agent.metrics.selection.MetricSelection;
import io.gpunodeagent.agent.sampling.Sampler;
import io.gpunodeagent.agent.sampling.SamplingConfig;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The agent's own sampling pass with the default set of metrics: how long it takes and what it
 * allocates. {@code benchmarks/c/sampling_pass} makes the same calls from C.
 *
 * <p>Usage: {@code SamplingPass LIBRARY SCENARIO [PASSES]}
 */
public final class SamplingPass {

  private static final int WARM_UP = 300;
  private static final Duration PERIOD = Duration.ofMillis(100);

  private SamplingPass() {}

  /** Runs the passes and prints one line. */
  public static void main(String[] arguments) throws InterruptedException {
    var passes = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 600;
    var micros = new double[passes];
    var seen = new AtomicInteger();
    var allocatedAtStart = new long[1];
    var done = new CountDownLatch(1);
    var selection = MetricSelection.defaults(MetricNames.CLASSIC);
    var plan = selection.plan(Configured.byDefault().metrics());
    try (var sampler = new Sampler(config(arguments), plan, SamplerClock.system())) {
      sampler.onPublish(
          snapshot -> {
            var pass = seen.getAndIncrement() - WARM_UP;
            if (pass == 0) {
              allocatedAtStart[0] = allocatedBytes();
            }
            if (pass >= 0 && pass < passes) {
              micros[pass] = micros(snapshot);
            }
            if (pass == passes) {
              done.countDown();
            }
          });
      sampler.start();
      done.await();
      report(sampler.latest(), micros, (allocatedBytes() - allocatedAtStart[0]) / passes);
    }
  }

  private static SamplingConfig config(String[] arguments) {
    var scenario = Map.of("NVML_SIMULATOR_SCENARIO", arguments[1]);
    var library = Optional.of(Path.of(arguments[0]));
    return Configured.byDefault()
        .sampling()
        .withSource(new SamplingConfig.Source(library, scenario, true, Optional.empty()))
        .withPeriod(PERIOD);
  }

  private static double micros(NodeSnapshot snapshot) {
    return snapshot.statistics().lastPass().toNanos() / 1000.0;
  }

  private static long allocatedBytes() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getTotalThreadAllocatedBytes();
  }

  private static void report(NodeSnapshot snapshot, double[] micros, long allocated) {
    Arrays.sort(micros);
    System.out.printf(
        "%d GPUs, %d passes every %d ms: median %.0f us, p99 %.0f us, %d KiB allocated a pass%n",
        snapshot.gpus().size(),
        micros.length,
        PERIOD.toMillis(),
        micros[micros.length / 2],
        micros[micros.length * 99 / 100],
        allocated / 1024);
  }
}
