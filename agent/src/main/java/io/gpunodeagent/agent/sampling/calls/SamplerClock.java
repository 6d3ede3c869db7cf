// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.calls;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The clocks that sampling needs.
 *
 * @param wall the time of day, for everything a reader of a snapshot sees
 * @param nanos a clock that never goes back, nanoseconds from an arbitrary origin, for everything
 *     that is a duration
 * @param running knows the pauses of the process, for how long a call may take
 */
public record SamplerClock(InstantSource wall, LongSupplier nanos, RunningTime running) {

  /** Clocks of a process that has not paused yet. */
  public SamplerClock(InstantSource wall, LongSupplier nanos) {
    this(wall, nanos, new RunningTime(nanos.getAsLong()));
  }

  /** The machine's clocks. */
  public static SamplerClock system() {
    return new SamplerClock(InstantSource.system(), System::nanoTime);
  }

  public Instant now() {
    return wall.instant();
  }

  public long nanoTime() {
    return nanos.getAsLong();
  }

  /** The time that the process ran, nanoseconds: {@link #nanoTime} without pauses. */
  public long runningNanos() {
    return nanos.getAsLong() - running.paused();
  }
}
