// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A running sampler whose every snapshot a test looks at. */
public final class Sampling implements AutoCloseable {

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Sampler sampler;
  private final BlockingQueue<NodeSnapshot> published = new LinkedBlockingQueue<>();

  public Sampling(SamplingConfig config, Set<Signal<?>> signals, boolean processes) {
    this(config, new SamplingPlan(signals, processes));
  }

  public Sampling(SamplingConfig config, SamplingPlan plan) {
    this(config, plan, SamplerClock.system());
  }

  public Sampling(SamplingConfig config, SamplingPlan plan, SamplerClock clock) {
    this(new Sampler(config, plan, clock));
  }

  public Sampling(Sampler sampler) {
    this.sampler = sampler;
    sampler.onPublish(published::add);
    sampler.start();
  }

  public Sampler sampler() {
    return sampler;
  }

  /** The next snapshot of which {@code condition} holds. */
  public NodeSnapshot await(String what, Predicate<NodeSnapshot> condition) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    NodeSnapshot last = sampler.latest();
    try {
      for (long left = DEADLINE.toNanos(); left > 0; left = deadline - System.nanoTime()) {
        var snapshot = published.poll(left, TimeUnit.NANOSECONDS);
        if (snapshot != null && condition.test(snapshot)) {
          return snapshot;
        }
        last = snapshot == null ? last : snapshot;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError("waited in vain for " + what + "; the last is " + shown(last));
  }

  private static String shown(NodeSnapshot snapshot) {
    var conditions = snapshot.gpus().stream().map(GpuSample::condition).toList();
    return snapshot.driver() + " " + conditions + " " + snapshot.statistics();
  }

  /** The next snapshot in which all of {@code gpus} GPUs are fresh. */
  public NodeSnapshot awaitFresh(int gpus) {
    return await(
        gpus + " fresh GPUs",
        snapshot ->
            snapshot.gpus().size() == gpus
                && snapshot.gpus().stream()
                    .allMatch(gpu -> gpu.fresh() && !gpu.readings().signals().isEmpty()));
  }

  /** The next snapshot that says NVML is unavailable for this reason. */
  public DriverState.Unavailable awaitUnavailable(DriverState.Problem problem) {
    var snapshot =
        await(
            problem.toString(),
            now ->
                now.driver() instanceof DriverState.Unavailable down && down.problem() == problem);
    return (DriverState.Unavailable) snapshot.driver();
  }

  /** All snapshots published within {@code time} from now on. */
  public List<NodeSnapshot> during(Duration time) {
    published.clear();
    var all = new ArrayList<NodeSnapshot>();
    long deadline = System.nanoTime() + time.toNanos();
    try {
      for (long left = time.toNanos(); left > 0; left = deadline - System.nanoTime()) {
        var snapshot = published.poll(left, TimeUnit.NANOSECONDS);
        if (snapshot != null) {
          all.add(snapshot);
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return all;
  }

  @Override
  public void close() {
    sampler.close();
  }
}
