// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.gpm;

import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.GpuLostException;
import io.gpunodeagent.agent.sampling.calls.LibraryLostException;
import io.gpunodeagent.agent.sampling.calls.Metronome;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.agent.sampling.calls.Threads;
import io.gpunodeagent.agent.sampling.calls.WorkerRelay;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.nvml.Nvml;
import io.gpunodeagent.nvml.NvmlClosedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread that makes all GPM calls of a session, one after the other: drivers are known to crash
 * when they are made in parallel.
 */
public final class GpmWorker implements WorkerRelay.Worker<String> {

  /**
   * What to sample.
   *
   * @param targets what has GPM, without the GPUs in quarantine
   * @param signals the metrics, not empty
   * @param period how often
   */
  public record Orders(List<GpmTarget> targets, List<GpmSignal> signals, Duration period) {}

  private static final Duration SHORTEST_PERIOD = Duration.ofMillis(100);

  private final Nvml nvml;
  private final GpmStore store;
  private final Supplier<Orders> orders;
  private final SamplerClock clock;
  private final CallLog log;
  private final Map<GpmKey, GpmProbe> probes = new HashMap<>();
  private final Loop loop;
  private final Metronome time;
  private Duration period = SHORTEST_PERIOD;
  private volatile WorkerRelay.@Nullable Busy<String> busy;

  public GpmWorker(Nvml nvml, GpmStore store, Supplier<Orders> orders, SamplerClock clock) {
    this.nvml = nvml;
    this.store = store;
    this.orders = orders;
    this.clock = clock;
    log = new CallLog(clock::runningNanos);
    time = new Metronome(SHORTEST_PERIOD, clock.nanoTime());
    loop = Threads.loop().atEnd(this::closeProbes).loop("nvml-gpm", this::turn);
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public void stop() {
    loop.stop();
  }

  @Override
  public WorkerRelay.@Nullable Busy<String> busy() {
    return busy;
  }

  @Override
  public boolean ended() {
    return !loop.running();
  }

  @Override
  public CallLog log() {
    return log;
  }

  /** Samples what is ordered once, on the caller's thread: for a worker that is not started. */
  public void sampleNow() {
    sample(orders.get());
  }

  /** Frees what {@link #sampleNow} keeps. */
  public void release() {
    closeProbes();
  }

  private void turn() {
    try {
      var now = orders.get();
      if (!longer(now.period()).equals(period)) {
        period = longer(now.period());
        time.change(period, clock.nanoTime());
      }
      sample(now);
    } catch (NvmlClosedException | LibraryLostException closed) {
      // The session is over; its successor has a worker of its own.
      loop.stop();
    } finally {
      busy = null;
    }
    time.advance(clock.nanoTime());
    loop.pause(Duration.ofNanos(Math.max(0, time.untilNext(clock.nanoTime()))));
  }

  private static Duration longer(Duration period) {
    return period.compareTo(SHORTEST_PERIOD) < 0 ? SHORTEST_PERIOD : period;
  }

  private void sample(Orders now) {
    int[] ids = now.signals().stream().mapToInt(GpmSignal::metricId).toArray();
    probes.keySet().removeIf(key -> gone(key, now));
    for (var target : now.targets()) {
      if (loop.stopping()) {
        return;
      }
      busy = new WorkerRelay.Busy<>(Set.of(target.key().uuid()), clock.runningNanos());
      try {
        sample(target, now.signals(), ids);
      } catch (GpuLostException lost) {
        store.remove(target.key());
      }
    }
    busy = null;
  }

  private boolean gone(GpmKey key, Orders now) {
    if (now.targets().stream().anyMatch(target -> target.key().equals(key))) {
      return false;
    }
    close(probes.get(key));
    store.remove(key);
    return true;
  }

  private void sample(GpmTarget target, List<GpmSignal> signals, int[] ids) {
    var probe =
        probes.computeIfAbsent(target.key(), key -> new GpmProbe(nvml, target.device(), key, log));
    probe
        .sample(signals, ids, clock.nanoTime())
        .ifPresent(readings -> publish(target.key(), readings));
  }

  private void publish(GpmKey key, Readings readings) {
    store.put(key, readings, clock.nanoTime());
  }

  private void closeProbes() {
    probes.values().forEach(GpmWorker::close);
    probes.clear();
  }

  private static void close(@Nullable GpmProbe probe) {
    if (probe != null) {
      probe.close();
    }
  }
}
