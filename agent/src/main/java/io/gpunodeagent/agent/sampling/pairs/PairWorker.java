// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.pairs;

import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.LibraryLostException;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.agent.sampling.calls.Threads;
import io.gpunodeagent.agent.sampling.calls.WorkerRelay;
import io.gpunodeagent.nvml.NvmlClosedException;
import io.gpunodeagent.nvml.NvmlDevice;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The loop that asks about pairs of GPUs. A call about two GPUs may hang on either of them: so no
 * reader of a single GPU makes one.
 */
public final class PairWorker implements WorkerRelay.Worker<Integer> {

  /**
   * What to ask about.
   *
   * @param gpus handles by index, without those that are sick
   */
  public record Orders(Map<Integer, NvmlDevice> gpus, Duration slowPeriod) {}

  private static final Duration UNTIL_WOKEN = Duration.ofHours(1);
  private static final double SLOT_PER_GPU = 0.125;

  /** Answers are believed for so many slow periods. */
  private static final int BELIEVED = 3;

  private final PairStore store;
  private final Supplier<Orders> orders;
  private final SamplerClock clock;
  private final CallLog log;
  private final Map<Integer, PairReader> readers = new HashMap<>();
  private final Loop loop;
  private volatile WorkerRelay.@Nullable Busy<Integer> busy;

  public PairWorker(PairStore store, Supplier<Orders> orders, SamplerClock clock) {
    this.store = store;
    this.orders = orders;
    this.clock = clock;
    log = new CallLog(clock::runningNanos);
    loop = Threads.loop().loop("nvml-pairs", this::turn);
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
  public boolean ended() {
    return !loop.running();
  }

  @Override
  public WorkerRelay.@Nullable Busy<Integer> busy() {
    return busy;
  }

  @Override
  public CallLog log() {
    return log;
  }

  /** Has it look whether it is time. */
  void wake() {
    loop.wake();
  }

  private void turn() {
    try {
      readNow();
    } catch (NvmlClosedException | LibraryLostException closed) {
      // The session is over; its successor has a worker of its own.
      loop.stop();
    }
    loop.pause(UNTIL_WOKEN);
  }

  /** Asks what is due, on the caller's thread. */
  public void readNow() {
    var now = orders.get();
    try {
      for (var entry : now.gpus().entrySet()) {
        if (loop.stopping()) {
          return;
        }
        read(entry.getKey(), entry.getValue(), now);
      }
    } finally {
      busy = null;
    }
  }

  private void read(int gpu, NvmlDevice device, Orders now) {
    var reader = readers.computeIfAbsent(gpu, this::reader);
    long time = clock.nanoTime();
    if (reader.due(now.gpus().keySet(), time)) {
      long period = now.slowPeriod().toNanos();
      var before = store.latest(gpu).orElse(PairRow.alone());
      var row = reader.read(now.gpus(), device, before, peer -> ask(gpu, peer), time, period);
      store.put(gpu, row, clock.nanoTime() + BELIEVED * period);
    }
  }

  /** Slow calls of several GPUs should not fall into the same moment. */
  private PairReader reader(int gpu) {
    return new PairReader(gpu, log, 1 - gpu * SLOT_PER_GPU % 1);
  }

  private void ask(int gpu, int peer) {
    busy = new WorkerRelay.Busy<>(Set.of(gpu, peer), clock.runningNanos());
  }
}
