// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage.clock;

import java.time.Instant;

/**
 * The time of one sample. Nanoseconds of the monotonic clock.
 *
 * @param now when it was taken
 * @param wall the same for display
 */
public record SampleTime(long now, Instant wall, UsageRules rules) {

  long period() {
    return rules.period().toNanos();
  }

  private SamplePeriod samples() {
    return SamplePeriod.of(rules.period());
  }

  public long window() {
    return rules.window().toNanos();
  }

  /** Whether a time without samples that began at {@code then} is a gap. */
  public boolean gapSince(long then) {
    return samples().isGap(now - then);
  }

  /** The time since a sample at {@code then}; none over a gap. */
  public long since(long then) {
    return gapSince(then) ? 0 : Math.max(0, now - then);
  }

  /** How much of that time this sample covers. */
  public long proven(long then) {
    return samples().covered(since(then));
  }
}
