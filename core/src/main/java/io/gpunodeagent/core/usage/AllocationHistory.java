package io.gpunodeagent.core.usage;

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
  static AllocationHistory begin(Beat beat, Optional<String> container) {
    return new AllocationHistory(
        beat.wall(),
        container,
        beat.now(),
        beat.now(),
        Totals.NONE,
        RestClock.begin(beat),
        SlidingSum.empty(beat.window(), beat.now()));
  }

  /** An allocation from before a restart of the agent. */
  static AllocationHistory resume(Beat beat, UsageMemory.Entry entry) {
    return new AllocationHistory(
        entry.since(),
        Optional.of(entry.containerId()),
        beat.now(),
        beat.now(),
        new Totals(
            entry.held().toNanos(),
            entry.active().toNanos(),
            entry.energyJoules(),
            entry.smSeconds()),
        RestClock.resume(
            beat, entry.warmUpLeft().toNanos(), entry.idle().toNanos(), entry.lastActive()),
        SlidingSum.empty(beat.window(), beat.now()));
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

  /** The same, with the clock begun anew when another container runs. */
  AllocationHistory in(Optional<String> running, Beat beat) {
    if (running.isEmpty() || running.equals(container)) {
      return this;
    }
    return new AllocationHistory(
        since, running, seen, heldSince, totals, clock.restarted(beat), contendedUse);
  }

  /** The same after a sample. */
  AllocationHistory after(Beat beat, Totals grown, RestClock moved, SlidingSum use) {
    return new AllocationHistory(
        since,
        container,
        beat.now(),
        beat.gapSince(seen) ? beat.now() : heldSince,
        grown,
        moved,
        use);
  }
}
