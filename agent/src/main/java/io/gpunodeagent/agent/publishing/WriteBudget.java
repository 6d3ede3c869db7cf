// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.publishing;

import java.time.Duration;

/**
 * How many writes there may be over a long time: some at once, then one for each of a period. So
 * any time has at most as many as go at once, and one more for each period in it. Times are {@link
 * Duration}s since any one moment. For one thread.
 */
final class WriteBudget {

  private final Duration credit;
  private final Duration period;
  private Duration paidUntil = Duration.ZERO;

  /**
   * Nothing is spent.
   *
   * @param atOnce how many may follow each other, at least one
   * @param period after which there may be one more
   */
  WriteBudget(int atOnce, Duration period) {
    this.period = period;
    credit = period.multipliedBy(atOnce - 1L);
  }

  /** When the next write may be; a time that has passed when it may be now. */
  Duration due() {
    return paidUntil.minus(credit);
  }

  /** There was a write. */
  void spend(Duration now) {
    paidUntil = (paidUntil.compareTo(now) > 0 ? paidUntil : now).plus(period);
  }
}
