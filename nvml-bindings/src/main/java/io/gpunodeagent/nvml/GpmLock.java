package io.gpunodeagent.nvml;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread at a time make GPM calls, as drivers are known to crash when threads enter them
 * together.
 *
 * <p>A call that hangs must not stop all others for good: after {@link #PATIENCE} it is left alone
 * with the lock it holds, and the others go on with a new one.
 */
final class GpmLock {
  /** Hundreds of times what a GPM call of a healthy GPU takes. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final AtomicReference<Lock> CURRENT = new AtomicReference<>(new ReentrantLock());

  private GpmLock() {}

  /** Waits for the turn; the caller unlocks what is returned. */
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
