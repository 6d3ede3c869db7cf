package io.gpunodeagent.nvml;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the calls in flight, so that what they use is released only when no thread is inside.
 *
 * <p>One number holds both the count and, as its sign bit, whether the gate is shut: entering costs
 * one atomic addition.
 */
final class CallGate {
  private static final int SHUT = Integer.MIN_VALUE;

  private final String refusal;
  private final AtomicInteger state = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition emptied = lock.newCondition();

  /**
   * Makes an open gate.
   *
   * @param refusal what is said to those who come late
   */
  CallGate(String refusal) {
    this.refusal = refusal;
  }

  void enter() {
    if (!tryEnter()) {
      throw new NvmlClosedException(refusal);
    }
  }

  /** Whether the caller is in, and so has to {@link #exit}. */
  boolean tryEnter() {
    if (state.incrementAndGet() < 0) {
      exit();
      return false;
    }
    return true;
  }

  void exit() {
    if (state.decrementAndGet() == SHUT) {
      lock.lock();
      try {
        emptied.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  boolean isShut() {
    return state.get() < 0;
  }

  int callsInFlight() {
    return state.get() & ~SHUT;
  }

  /** Lets nobody in any more, and says whether everybody has left within the time. */
  boolean shut(Duration patience) {
    state.getAndUpdate(now -> now | SHUT);
    long left = TimeUnit.NANOSECONDS.convert(patience);
    lock.lock();
    try {
      while (callsInFlight() > 0 && left > 0) {
        left = emptied.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return callsInFlight() == 0;
  }
}
