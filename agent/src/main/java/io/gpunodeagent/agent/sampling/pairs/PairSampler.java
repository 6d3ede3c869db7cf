// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.pairs;

import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.agent.sampling.calls.WorkerRelay;
import io.gpunodeagent.nvml.NvmlDevice;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has the pairs of a session's GPUs asked about. While a question hangs, NVLink to and from its two
 * GPUs is unknown, or to and from the one of them that is sick; all other pairs are asked about.
 * Steered by the coordinator.
 */
public final class PairSampler {

  private final Supplier<Map<Integer, NvmlDevice>> sound;
  private final Consumer<CallLog> logs;
  private final PairStore store;
  private final SamplerClock clock;
  private final WorkerRelay<Integer> relay;
  private volatile PairWorker.Orders orders = new PairWorker.Orders(Map.of(), Duration.ZERO);
  private @Nullable PairWorker latest;

  /**
   * A sampler that keeps its answers in {@code store}.
   *
   * @param sound the GPUs, by index, that are neither lost nor keep a call waiting now
   * @param logs is given the calls of each thread it starts
   */
  public PairSampler(
      Supplier<Map<Integer, NvmlDevice>> sound,
      PairStore store,
      SamplerClock clock,
      Consumer<CallLog> logs) {
    this.sound = sound;
    this.logs = logs;
    this.store = store;
    this.clock = clock;
    relay = new WorkerRelay<>(this::worker, "NVLink to and from it is unknown", clock);
  }

  private PairWorker worker() {
    var worker = new PairWorker(store, () -> orders, clock);
    logs.accept(worker.log());
    latest = worker;
    return worker;
  }

  /** Follows which GPUs there are to ask about now. */
  public void follow(Duration slowPeriod, Duration callTimeout) {
    relay.setAside(callTimeout);
    var gpus = new TreeMap<>(sound.get());
    var hung = new HashSet<Integer>();
    relay.hung().forEach(pair -> hung.addAll(blamed(pair, gpus.keySet())));
    store.hung(hung);
    gpus.keySet().removeAll(hung);
    orders = new PairWorker.Orders(gpus, slowPeriod);
    relay.run(!gpus.isEmpty());
    var worker = latest;
    if (worker != null) {
      worker.wake();
    }
  }

  /** The sick one of two GPUs; both where neither is known to be sick. */
  private static Set<Integer> blamed(Set<Integer> pair, Set<Integer> sound) {
    var sick = new HashSet<>(pair);
    sick.removeAll(sound);
    return sick.isEmpty() ? pair : sick;
  }

  /** Whether no question is under way. */
  public boolean idle() {
    return relay.idle();
  }

  /** Ends all threads; those that hang end when their call returns. */
  public void stop() {
    relay.stop();
  }
}
