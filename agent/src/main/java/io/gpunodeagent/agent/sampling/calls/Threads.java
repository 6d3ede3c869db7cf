// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.calls;

import io.gpunodeagent.agent.loop.Loop;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Platform daemon threads with small stacks: a thread that hangs in a driver must keep neither the
 * process nor a carrier of virtual threads.
 */
public final class Threads {

  private static final long STACK_BYTES = 256 * 1024;

  private Threads() {}

  /** How a loop that calls NVML is run: an interrupt would end no call. */
  public static Loop.Settings loop() {
    return Loop.Settings.standard().uninterrupted().stack(STACK_BYTES);
  }

  /** Waits that long, or until woken or interrupted. */
  public static void pause(Duration atMost) {
    LockSupport.parkNanos(atMost.toNanos());
  }
}
