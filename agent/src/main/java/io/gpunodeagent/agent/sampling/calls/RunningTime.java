// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.calls;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Monotonic time without the pauses of this process. While the process is stopped, its cgroup is
 * throttled or its machine is suspended, a call cannot return: such time is no evidence that the
 * call hangs.
 *
 * <p>One thread, which never waits for NVML, says before each wait when it will be back. How much
 * later it is back is the length of a pause. That thread writes, any thread reads.
 */
public final class RunningTime {

  /** A busy machine wakes a thread this late without a pause. */
  private static final long TOLERANCE = Duration.ofMillis(250).toNanos();

  private final AtomicLong paused = new AtomicLong();
  private long due;

  /** Starts at monotonic time {@code now}, nanoseconds. */
  public RunningTime(long now) {
    due = now;
  }

  /**
   * Says that it is {@code now}, and that the next call comes within {@code next}; both in
   * nanoseconds.
   */
  public void mark(long now, long next) {
    long late = now - due;
    if (late > TOLERANCE) {
      paused.addAndGet(late);
    }
    due = now + next;
  }

  /** The length of all pauses so far, nanoseconds. */
  public long paused() {
    return paused.get();
  }
}
