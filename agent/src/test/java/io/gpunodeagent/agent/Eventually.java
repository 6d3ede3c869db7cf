// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what another thread brings about. */
public final class Eventually {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Eventually() {}

  /** Returns as soon as the condition holds; fails when it does not in time. */
  public static void until(String what, Supplier<Boolean> condition) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.get()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not in " + PATIENCE.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
