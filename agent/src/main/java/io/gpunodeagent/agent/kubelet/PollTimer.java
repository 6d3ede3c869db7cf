// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.kubelet;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Paces a loop: a pause between rounds, which may be cut short on request. */
final class PollTimer {

  /** Requests this close together are one. */
  static final Duration GATHERING = Duration.ofMillis(500);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition requested = lock.newCondition();
  private boolean soon;

  /** Asks for a round soon; one that began before does not count. Never blocks for long. */
  void request() {
    lock.lock();
    try {
      soon = true;
      requested.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the next round.
   *
   * @param pause when nobody asks for one
   * @param mayHurry whether a request cuts the pause short, to {@link #GATHERING} after it
   */
  void await(Duration pause, boolean mayHurry) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var left = pause.toNanos();
      while (left > 0 && !(mayHurry && soon)) {
        left = requested.awaitNanos(left);
      }
      left = Math.min(left, GATHERING.toNanos());
      while (left > 0) {
        left = requested.awaitNanos(left);
      }
      soon = false;
    } finally {
      lock.unlock();
    }
  }
}
