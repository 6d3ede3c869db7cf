// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.events;

import io.gpunodeagent.core.snapshot.ClockEventReason;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * In how many passes each reason held one GPU's clocks down: since the agent started, and within a
 * sliding window; and how often each began to. The window is kept in {@value #BUCKETS} steps, so
 * its length is exact to one part in that many at a size that does not depend on the period. Not
 * thread-safe.
 */
final class ClockEventLog {

  private static final int BUCKETS = 300;
  private static final ClockEventReason[] REASONS = ClockEventReason.values();

  private final long[] totals = new long[REASONS.length];
  private final long[] onsets = new long[REASONS.length];
  private final long[] sums = new long[REASONS.length];
  private long[][] buckets = new long[BUCKETS][REASONS.length];
  private long bucketNanos;
  private long current;

  /** The mask of the latest pass; before the first, every reason counts as set already. */
  private long latest = -1;

  /** A log whose window is {@code window} long from {@code now} on. */
  ClockEventLog(Duration window, long now) {
    resize(window, now);
  }

  /** Changes the window; its counts start over. */
  void resize(Duration window, long now) {
    bucketNanos = Math.max(1, window.toNanos() / BUCKETS);
    buckets = new long[BUCKETS][REASONS.length];
    Arrays.fill(sums, 0);
    current = Math.floorDiv(now, bucketNanos);
  }

  /** Notes the reasons seen in one pass, a mask of {@link ClockEventReason} bits. */
  void add(long mask, long now) {
    slideTo(now);
    var bucket = buckets[Math.floorMod(current, BUCKETS)];
    for (int reason = 0; reason < REASONS.length; reason++) {
      if (REASONS[reason].in(mask)) {
        totals[reason]++;
        bucket[reason]++;
        sums[reason]++;
        if (!REASONS[reason].in(latest)) {
          onsets[reason]++;
        }
      }
    }
    latest = mask;
  }

  private void slideTo(long now) {
    long target = Math.floorDiv(now, bucketNanos);
    current = Math.max(current, target - BUCKETS);
    while (current < target) {
      current++;
      var oldest = buckets[Math.floorMod(current, BUCKETS)];
      for (int reason = 0; reason < sums.length; reason++) {
        sums[reason] -= oldest[reason];
      }
      Arrays.fill(oldest, 0);
    }
  }

  /** Passes by reason; reasons never seen are left out. */
  Map<ClockEventReason, Long> totals() {
    return nonZero(totals);
  }

  /** How often each reason began; reasons that never did are left out. */
  Map<ClockEventReason, Long> onsets() {
    return nonZero(onsets);
  }

  /** Passes by reason within the window that ends {@code now}. */
  Map<ClockEventReason, Long> inWindow(long now) {
    slideTo(now);
    return nonZero(sums);
  }

  private static Map<ClockEventReason, Long> nonZero(long[] counts) {
    Map<ClockEventReason, Long> byReason = Map.of();
    for (int reason = 0; reason < REASONS.length; reason++) {
      if (counts[reason] > 0) {
        byReason = byReason.isEmpty() ? new EnumMap<>(ClockEventReason.class) : byReason;
        byReason.put(REASONS[reason], counts[reason]);
      }
    }
    return byReason;
  }
}
