// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread at a time make GPM calls, because drivers are known to crash when several threads
 * make them.
 *
 * <p>A call that hangs must not stop all others for good. After {@link #PATIENCE}, waiting threads
 * leave the old lock to that call and continue with a new lock.
 */
final class GpmLock {
  /** Hundreds of times longer than a GPM call takes on a healthy GPU. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final AtomicReference<Lock> CURRENT = new AtomicReference<>(new ReentrantLock());

  private GpmLock() {}

  /** Waits for its turn. The caller unlocks the lock that is returned. */
  static Lock enter() {
    boolean interrupted = false;
    try {
      while (true) {
        Lock lock = CURRENT.get();
        try {
          if (lock.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
            return lock;
          }
          CURRENT.compareAndSet(lock, new ReentrantLock());
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
