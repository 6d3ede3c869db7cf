// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The latest stretches of time in which it was unknown whether a pod was idle. Immutable;
 * nanoseconds of the monotonic clock, oldest first.
 */
record UnprovenPeriods(List<Stretch> stretches) {

  /** More than so many are kept as fewer and longer ones: too much unproven, never too little. */
  private static final int MOST = 32;

  static final UnprovenPeriods NONE = new UnprovenPeriods(List.of());

  UnprovenPeriods {
    stretches = List.copyOf(stretches);
  }

  record Stretch(long from, long to) {}

  /** The same after {@code length} more, up to {@code now}. */
  UnprovenPeriods add(long now, long length, Duration horizon) {
    long oldest = now - horizon.toNanos();
    boolean ages = !stretches.isEmpty() && stretches.getFirst().to() < oldest;
    if (length <= 0 && !ages) {
      return this;
    }
    var kept = new ArrayList<Stretch>(stretches.size() + 1);
    for (var stretch : stretches) {
      if (stretch.to() >= oldest) {
        kept.add(stretch);
      }
    }
    if (length > 0) {
      join(kept, new Stretch(now - length, now));
    }
    while (kept.size() > MOST) {
      var first = kept.removeFirst();
      kept.set(0, new Stretch(first.from(), kept.getFirst().to()));
    }
    return new UnprovenPeriods(kept);
  }

  private static void join(List<Stretch> kept, Stretch added) {
    if (!kept.isEmpty() && kept.getLast().to() >= added.from()) {
      var last = kept.removeLast();
      kept.add(new Stretch(Math.min(last.from(), added.from()), added.to()));
    } else {
      kept.add(added);
    }
  }

  /** The part of {@code span} up to {@code now} that was proven, 0–1. */
  double proven(long now, Duration span) {
    long from = now - span.toNanos();
    long sum = 0;
    for (var stretch : stretches) {
      sum += Math.max(0, stretch.to() - Math.max(from, stretch.from()));
    }
    return span.isZero() ? 1 : Math.max(0, 1 - (double) sum / span.toNanos());
  }
}
