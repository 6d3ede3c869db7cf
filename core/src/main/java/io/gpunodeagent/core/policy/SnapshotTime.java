// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import io.gpunodeagent.core.usage.clock.SamplePeriod;
import java.time.Instant;

/**
 * The time of one snapshot.
 *
 * @param now nanoseconds of the monotonic clock
 * @param wall the same for display and schedules
 * @param samples their period
 */
record SnapshotTime(long now, Instant wall, SamplePeriod samples) {

  /** Time since {@code then}; none when the clock started again. */
  long since(long then) {
    return Math.max(0, now - then);
  }
}
