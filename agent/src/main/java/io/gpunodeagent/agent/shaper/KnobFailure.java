// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.shaper;

import io.gpunodeagent.core.backoff.Backoff;
import io.gpunodeagent.core.shaping.Actual;
import java.time.Duration;

/**
 * A knob that failed, and is left alone for a while.
 *
 * @param found what was read, or why it was not
 * @param failed whether it was setting that failed
 * @param times in a row
 * @param until when, on a monotonic clock
 */
record KnobFailure(Actual found, boolean failed, int times, Duration until) {

  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** Once more at {@code now}; the pause doubles from {@code period} on. */
  static KnobFailure after(
      KnobFailure before, Actual found, boolean failed, Duration now, Duration period) {
    int times = before.times() + 1;
    return new KnobFailure(
        found, failed, times, now.plus(new Backoff(period, LONGEST).delay(times)));
  }

  static KnobFailure none() {
    return new KnobFailure(new Actual.Unknown("nothing was tried"), false, 0, Duration.ZERO);
  }
}
