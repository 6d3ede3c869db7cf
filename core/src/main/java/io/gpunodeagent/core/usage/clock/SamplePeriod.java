// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage.clock;

import java.time.Duration;

/**
 * The time between two samples, and what a longer pause means. Times are in nanoseconds of the
 * monotonic clock.
 *
 * @param nanos the period
 */
public record SamplePeriod(long nanos) {

  /** The share of a span that samples must cover before anything is concluded from their rest. */
  public static final double ENOUGH = 0.95;

  private static final int GAP_PERIODS = 3;

  /** The period between samples. */
  public static SamplePeriod of(Duration period) {
    return new SamplePeriod(period.toNanos());
  }

  /** Whether a time without samples is a gap: longer than three periods. */
  public boolean isGap(long time) {
    return time > GAP_PERIODS * nanos;
  }

  /**
   * How much of {@code time} the sample at its end covers: all of it where no sample was missed,
   * one period where some were, nothing over a gap.
   */
  public long covered(long time) {
    if (isGap(time)) {
      return 0;
    }
    return time <= nanos + nanos / 2 ? time : nanos;
  }

  /** How much of {@code time} no sample covers. */
  public long missed(long time) {
    return time - covered(time);
  }
}
