// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Waits for what another thread brings about. */
final class Await {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Await() {}

  /** Returns as soon as the assertions hold; fails as they do when they do not in time. */
  static void until(ThrowingCallable assertions) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        assertions.call();
        return;
      } catch (Throwable problem) {
        if (System.nanoTime() - deadline > 0) {
          throw new AssertionError("not in time: " + problem.getMessage(), problem);
        }
        LockSupport.parkNanos(2_000_000);
      }
    }
  }
}
