// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.calls;

import java.time.Duration;

/**
 * Beats at a fixed rate: beats do not drift with the work between them, and beats missed in a pause
 * are skipped, not made up for. Confined to one thread.
 */
public final class Metronome {

  private long period;
  private long next;

  /** Beats first at {@code start}, then every {@code period}; both in nanoseconds. */
  public Metronome(Duration period, long start) {
    this.period = period.toNanos();
    next = start;
  }

  /** Nanoseconds from {@code now} to the next beat; 0 or less when it is due. */
  public long untilNext(long now) {
    return next - now;
  }

  /** Moves on to the first beat after {@code now}. */
  public void advance(long now) {
    long behind = now - next;
    next += period * (behind < 0 ? 1 : behind / period + 1);
  }

  /** Beats every {@code other} from now on, first at {@code now}. */
  public void change(Duration other, long now) {
    period = other.toNanos();
    next = now;
  }
}
