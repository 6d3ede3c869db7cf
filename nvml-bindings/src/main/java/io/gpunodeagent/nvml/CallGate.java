// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the calls in progress, so that what they use is released only when no thread is inside.
 *
 * <p>One number holds the count and, in its sign bit, whether the gate is shut. Entering costs one
 * atomic addition.
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
   * @param refusal the message of the exception for calls that come later
   */
  CallGate(String refusal) {
    this.refusal = refusal;
  }

  void enter() {
    if (!tryEnter()) {
      throw new NvmlClosedException(refusal);
    }
  }

  /**
   * Enters if the gate is open.
   *
   * @return whether the caller is inside, and so must call {@link #exit}
   */
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

  /**
   * Refuses new calls and waits for those inside.
   *
   * @return whether every call has left within the time
   */
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
