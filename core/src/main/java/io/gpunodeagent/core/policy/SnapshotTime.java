package io.gpunodeagent.core.policy;

import java.time.Instant;

/**
 * The time of one snapshot.
 *
 * @param now nanoseconds of the monotonic clock
 * @param wall the same for display and schedules
 * @param period of the samples, nanoseconds
 */
record SnapshotTime(long now, Instant wall, long period) {

  private static final int GAP_PERIODS = 3;

  /** Time since {@code then}; none when the clock began anew. */
  long since(long then) {
    return Math.max(0, now - then);
  }

  /** Whether a time without samples is a gap. */
  boolean gap(long time) {
    return time > GAP_PERIODS * period;
  }

  /** How much of {@code time} no sample tells of. */
  long missed(long time) {
    if (gap(time)) {
      return time;
    }
    return time <= period + period / 2 ? 0 : time - period;
  }
}
