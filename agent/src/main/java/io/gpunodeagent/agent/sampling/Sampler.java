// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.sources.ContainerCgroup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads the node's GPUs through NVML on a clock and publishes what it read.
 *
 * <p>NVML is process-wide: one sampler at a time. All methods may be called from any thread; none
 * but {@link #sampleOnce()} and {@link #close()} waits for NVML. It changes nothing; what does is
 * {@link #computeModes()}, and only the enforcer of device settings asks for that.
 */
public final class Sampler implements AutoCloseable {

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

  private final Publication publication;
  private final Coordinator coordinator;
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile SamplingConfig config;
  private volatile SamplingPlan plan;

  /** A sampler that reads {@code plan} as {@code config} says; it does nothing until started. */
  public Sampler(SamplingConfig config, SamplingPlan plan, SamplerClock clock) {
    this(config, plan, clock, List::of);
  }

  /**
   * The same, which also reads the memory limits of containers.
   *
   * @param containers finds them; called on the sampler's own thread once a slow period, while the
   *     driver has such limits: it must be quick and not throw
   */
  public Sampler(
      SamplingConfig config,
      SamplingPlan plan,
      SamplerClock clock,
      Supplier<List<ContainerCgroup>> containers) {
    this.config = config;
    this.plan = plan;
    publication = new Publication(NodeSnapshot.starting(clock.now(), config.simulated()));
    coordinator = new Coordinator(config, plan, clock, containers, publication);
  }

  /** Starts the passes; the first publication follows within one pass. */
  public void start() {
    if (started.compareAndSet(false, true)) {
      coordinator.start();
    }
  }

  /** The latest published state: one volatile read, never waits. */
  public NodeSnapshot latest() {
    return publication.latest();
  }

  /**
   * Calls {@code listener} with every snapshot from now on, on the sampler's own thread: it must be
   * quick, what it throws is logged.
   */
  public void onPublish(Consumer<NodeSnapshot> listener) {
    publication.onPublish(listener);
  }

  /** Reads {@code plan} from the next pass on. */
  public void replan(SamplingPlan plan) {
    this.plan = plan;
    coordinator.replan(plan);
  }

  /** Follows {@code config} from now on; another library or environment reopens NVML. */
  public void reconfigure(SamplingConfig config) {
    this.config = config;
    coordinator.reconfigure(config);
  }

  /**
   * Reads everything once and returns it: two passes at least 100 ms apart where the plan asks for
   * rates or GPM metrics. Waits at most the time-out of a call and two seconds; what has not
   * answered by then is reported so in the snapshot. For a sampler that is closed afterwards.
   */
  public NodeSnapshot sampleOnce() {
    var once = new OneSample(plan, config);
    onPublish(once::offer);
    reconfigure(once.hurried());
    start();
    return once.await(this::latest);
  }

  /** Reads and sets compute modes, each within the time-out of a call. */
  public ComputeModes computeModes() {
    return new ComputeModes(coordinator, config.callTimeout());
  }

  /** Stops all threads and closes NVML; waits at most two seconds for a call that hangs. */
  @Override
  public void close() {
    coordinator.close(CLOSE_PATIENCE);
  }
}
