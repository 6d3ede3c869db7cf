// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import io.gpunodeagent.core.policy.PolicyMemory.Announced;
import java.time.Duration;
import java.time.Instant;

/**
 * The announcement to a pod of what is to come. Durations in nanoseconds of monotonic time.
 *
 * @param at when, wall clock
 * @param promised the notice that was given; never becomes less
 * @param served how much of it has passed while samples were taken
 * @param lost time without samples, by which it ends later
 */
record Announcement(Instant at, long promised, long served, long lost) {

  static Announcement begin(Instant at, long notice) {
    return new Announcement(at, notice, 0, 0);
  }

  /** One from before a restart: {@code gap} since then is no notice. */
  static Announcement resume(Announced before, long gap) {
    return new Announcement(
        before.at(),
        before.promised().toNanos(),
        before.served().toNanos(),
        before.lost().toNanos() + gap);
  }

  /** What is to survive a restart. */
  Announced memory() {
    return new Announced(
        at, Duration.ofNanos(promised), Duration.ofNanos(served), Duration.ofNanos(lost));
  }

  /** The same after {@code time}, by a rule that gives {@code notice}. */
  Announcement after(long time, boolean gap, long notice) {
    return new Announcement(
        at, Math.max(promised, notice), gap ? served : served + time, gap ? lost + time : lost);
  }

  boolean over() {
    return served >= promised;
  }

  /** When it is over, wall clock. */
  Instant reclaimAt() {
    return at.plusNanos(promised).plusNanos(lost);
  }
}
