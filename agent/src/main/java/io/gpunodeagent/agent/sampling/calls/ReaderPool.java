// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.calls;

import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.core.backoff.Backoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads that read GPUs: as few as make progress. One thread reads all GPUs that wait, one
 * after the other. When it has been at one of them for {@link #PATIENCE}, another thread takes the
 * rest, and the first one is left alone with its GPU until its call returns.
 *
 * <p>A GPU is read by one thread at a time, so there are never more threads than GPUs. One thread
 * is kept while there is nothing to read; a further one ends. Nobody waits for a GPU while holding
 * the lock. {@link #attend} is called by a thread that never waits for NVML.
 */
public final class ReaderPool {

  /** A GPU that is well is read in less. */
  public static final Duration PATIENCE = Duration.ofMillis(5);

  private static final Duration UNTIL_WOKEN = Duration.ofHours(1);

  /** What is read next is decided by who orders it. */
  private static final Backoff AT_ONCE = new Backoff(Duration.ZERO, Duration.ZERO);

  private final LongSupplier nanos;
  private final Runnable onDone;
  private final Queue<Work> waiting = new ArrayDeque<>();
  private final Set<Work> claimed = new HashSet<>();
  private final List<Worker> workers = new ArrayList<>();
  private @Nullable Worker spare;
  private int busy;
  private long progressAt;
  private boolean stopped;

  /** What is done for one GPU, by one thread at a time. */
  public interface Work {

    /** Does what there is to do, which may take for ever. */
    void run();

    /** Whether there is something to do; answers at once. */
    boolean pending();
  }

  /**
   * A pool without threads.
   *
   * @param nanos a clock that never goes back, nanoseconds
   * @param onDone called on a thread of the pool when it finds nothing more to do
   */
  public ReaderPool(LongSupplier nanos, Runnable onDone) {
    this.nanos = nanos;
    this.onDone = onDone;
  }

  /** Has {@code works} done that are pending. */
  public void add(Collection<? extends Work> works) {
    long now = nanos.getAsLong();
    synchronized (this) {
      if (stopped) {
        return;
      }
      if (waiting.isEmpty()) {
        progressAt = now;
      }
      works.forEach(this::enqueue);
      if (!waiting.isEmpty() && (workers.isEmpty() || spare != null)) {
        wakeOne();
      }
    }
  }

  private void enqueue(Work work) {
    if (work.pending() && claimed.add(work)) {
      waiting.add(work);
    }
  }

  /** Wakes the spare thread, or starts one. */
  private void wakeOne() {
    var next = spare;
    if (next == null) {
      next = new Worker();
      next.loop.start();
      workers.add(next);
    } else {
      spare = null;
      next.loop.wake();
    }
  }

  /**
   * Has another thread join when all of them have been at their GPUs for too long and others wait.
   *
   * @return nanoseconds until it is to be called again; the largest number while nothing waits
   */
  public synchronized long attend() {
    if (waiting.isEmpty()) {
      return Long.MAX_VALUE;
    }
    long now = nanos.getAsLong();
    long left = progressAt + PATIENCE.toNanos() - now;
    if (left > 0) {
      return left;
    }
    // A thread that is on its way to the next GPU only lacks a processor, as another would.
    if (busy == workers.size()) {
      progressAt = now;
      wakeOne();
    }
    return PATIENCE.toNanos();
  }

  /** The number of threads. */
  public synchronized int size() {
    return workers.size();
  }

  /** Ends all threads, each after what it is doing now; nothing that waits is begun. */
  public synchronized void stop() {
    stopped = true;
    waiting.clear();
    workers.forEach(worker -> worker.loop.stop());
  }

  /** The next work; without any, {@code worker} becomes the spare thread, or ends. */
  private @Nullable Work take(Worker worker) {
    long now = nanos.getAsLong();
    synchronized (this) {
      var next = waiting.poll();
      if (next != null) {
        progressAt = now;
        busy++;
        spare = spare == worker ? null : spare;
      } else if (spare == null) {
        spare = worker;
      } else if (spare != worker) {
        workers.remove(worker);
        worker.loop.stop();
      }
      return next;
    }
  }

  private synchronized void finish(Work work) {
    busy--;
    claimed.remove(work);
    if (!stopped) {
      enqueue(work);
    }
  }

  private final class Worker {

    private final Loop loop = Threads.loop().restart(AT_ONCE).loop("nvml-gpus", this::turn);

    private void turn() {
      var next = take(this);
      if (next == null) {
        onDone.run();
        loop.pause(UNTIL_WOKEN);
        return;
      }
      try {
        next.run();
      } finally {
        finish(next);
      }
    }
  }
}
