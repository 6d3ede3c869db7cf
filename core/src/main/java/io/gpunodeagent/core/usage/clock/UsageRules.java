// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage.clock;

import io.gpunodeagent.core.usage.evidence.ActivityThresholds;
import java.time.Duration;

/**
 * How samples are judged.
 *
 * @param period of the samples
 * @param window over which activity is judged, at least ten periods
 * @param warmUp after the first sight or a restart of a container, in which rest is not judged
 * @param keep how long a vanished allocation is remembered, so that its totals go on when it was
 *     only missed
 * @param thresholds what counts as use
 */
public record UsageRules(
    Duration period,
    Duration window,
    Duration warmUp,
    Duration keep,
    ActivityThresholds thresholds) {

  /** The fewest periods in a window. */
  public static final int LEAST_PERIODS = 10;

  public UsageRules {
    if (!period.isPositive() || window.compareTo(period.multipliedBy(LEAST_PERIODS)) < 0) {
      throw new IllegalArgumentException(
          "a window of " + window + " is less than ten periods of " + period);
    }
  }

  /** A window of five minutes or twenty periods, ten minutes of warm-up and of memory. */
  public static UsageRules defaults(Duration period) {
    var twenty = period.multipliedBy(2 * LEAST_PERIODS);
    var five = Duration.ofMinutes(5);
    return new UsageRules(
        period,
        twenty.compareTo(five) > 0 ? twenty : five,
        Duration.ofMinutes(10),
        Duration.ofMinutes(10),
        ActivityThresholds.defaults());
  }
}
