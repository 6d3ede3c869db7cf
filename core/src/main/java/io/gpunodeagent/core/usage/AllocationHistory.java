// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import io.gpunodeagent.core.usage.clock.RestClock;
import io.gpunodeagent.core.usage.clock.SampleTime;
import io.gpunodeagent.core.usage.clock.SlidingSum;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of one allocation.
 *
 * @param since first sight, wall clock
 * @param container the id of the container that was last seen to run
 * @param seen the latest sample that had it, nanoseconds of the monotonic clock
 * @param heldSince since when every sample had it
 * @param contendedUse SM use while the device was contended
 */
record AllocationHistory(
    Instant since,
    Optional<String> container,
    long seen,
    long heldSince,
    Totals totals,
    RestClock clock,
    SlidingSum contendedUse) {

  /** An allocation first seen. */
  static AllocationHistory begin(SampleTime time, Optional<String> container) {
    return new AllocationHistory(
        time.wall(),
        container,
        time.now(),
        time.now(),
        Totals.NONE,
        RestClock.begin(time),
        SlidingSum.empty(time.window(), time.now()));
  }

  /** An allocation from before a restart of the agent. */
  static AllocationHistory resume(SampleTime time, UsageMemory.Entry entry) {
    return new AllocationHistory(
        entry.since(),
        Optional.of(entry.containerId()),
        time.now(),
        time.now(),
        new Totals(
            entry.held().toNanos(),
            entry.active().toNanos(),
            entry.energyJoules(),
            entry.smSeconds()),
        RestClock.resume(
            time, entry.warmUpLeft().toNanos(), entry.idle().toNanos(), entry.lastActive()),
        SlidingSum.empty(time.window(), time.now()));
  }

  /** What is to survive a restart; nothing while it is not certain which container it is. */
  Optional<UsageMemory.Entry> memory(AllocationKey key) {
    return key.podUid().isEmpty()
        ? Optional.empty()
        : container.map(
            id ->
                new UsageMemory.Entry(
                    key,
                    id,
                    since,
                    Duration.ofNanos(totals.held()),
                    Duration.ofNanos(totals.active()),
                    totals.energyJoules(),
                    totals.smSeconds(),
                    Duration.ofNanos(clock.idle()),
                    clock.lastActiveAt(),
                    Duration.ofNanos(clock.warmUpLeft(seen))));
  }

  /** The same, with the clock restarted when another container runs. */
  AllocationHistory in(Optional<String> running, SampleTime time) {
    if (running.isEmpty() || running.equals(container)) {
      return this;
    }
    return new AllocationHistory(
        since, running, seen, heldSince, totals, clock.restarted(time), contendedUse);
  }

  /** The same after a sample. */
  AllocationHistory after(SampleTime time, Totals grown, RestClock moved, SlidingSum use) {
    return new AllocationHistory(
        since,
        container,
        time.now(),
        time.gapSince(seen) ? time.now() : heldSince,
        grown,
        moved,
        use);
  }
}
