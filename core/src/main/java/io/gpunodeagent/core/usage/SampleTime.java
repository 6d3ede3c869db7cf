package io.gpunodeagent.core.usage;

import java.time.Instant;

/**
 * The time of one sample. Nanoseconds of the monotonic clock.
 *
 * @param now when it was taken
 * @param wall the same for display
 */
record SampleTime(long now, Instant wall, UsageRules rules) {

  private static final int GAP_PERIODS = 3;

  long period() {
    return rules.period().toNanos();
  }

  long window() {
    return rules.window().toNanos();
  }

  /** Whether a time without samples that began at {@code then} is a gap. */
  boolean gapSince(long then) {
    return now - then > GAP_PERIODS * period();
  }

  /** The time since a sample at {@code then}; none over a gap. */
  long since(long then) {
    return gapSince(then) ? 0 : Math.max(0, now - then);
  }

  /** How much of that time this sample tells of: missed samples count as missed. */
  long proven(long then) {
    long since = since(then);
    return since <= period() + period() / 2 ? since : period();
  }
}
