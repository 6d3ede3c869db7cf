// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.gpm;

import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.agent.sampling.calls.WorkerRelay;
import io.gpunodeagent.nvml.Nvml;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Samples GPM for one session on a clock of its own. A GPU whose GPM call hangs is left out until
 * the call returns. Steered by the coordinator.
 */
public final class GpmSampler {

  private final Nvml nvml;
  private final Consumer<CallLog> logs;
  private final GpmStore store;
  private final SamplerClock clock;
  private final WorkerRelay<String> relay;
  private volatile GpmWorker.Orders orders =
      new GpmWorker.Orders(List.of(), List.of(), Duration.ofSeconds(1));

  /**
   * A sampler of the GPUs of {@code nvml}.
   *
   * @param logs is given the calls of each thread it starts
   */
  public GpmSampler(Nvml nvml, GpmStore store, SamplerClock clock, Consumer<CallLog> logs) {
    this.nvml = nvml;
    this.logs = logs;
    this.store = store;
    this.clock = clock;
    relay = new WorkerRelay<>(this::worker, "its profiling metrics stop", clock);
  }

  private GpmWorker worker() {
    var worker = new GpmWorker(nvml, store, () -> orders, clock);
    logs.accept(worker.log());
    return worker;
  }

  /** Follows what there is to sample now; starts the thread once there is anything. */
  public void follow(GpmWorker.Orders wanted, Duration callTimeout) {
    relay.setAside(callTimeout);
    var free =
        wanted.targets().stream()
            .filter(
                target ->
                    relay.hung().stream().noneMatch(gpus -> gpus.contains(target.key().uuid())))
            .toList();
    orders = new GpmWorker.Orders(free, wanted.signals(), wanted.period());
    relay.run(!free.isEmpty() && !wanted.signals().isEmpty());
  }

  /** Whether no GPM call is under way. */
  public boolean idle() {
    return relay.idle();
  }

  /** Ends all threads; those that hang end when their call returns. */
  public void stop() {
    relay.stop();
  }
}
