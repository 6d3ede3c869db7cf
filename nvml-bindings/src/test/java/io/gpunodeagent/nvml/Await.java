// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something another thread or the simulated node does. */
final class Await {
  /** Far more than anything takes on a busy machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Await() {}

  static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + PATIENCE);
      }
      Thread.onSpinWait();
    }
  }
}
