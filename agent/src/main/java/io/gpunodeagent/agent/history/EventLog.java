// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.history;

import io.gpunodeagent.core.overview.NumberedOccurrence;
import io.gpunodeagent.core.overview.Occurrence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The events of the last day, a bounded number. Safe for any thread. */
public final class EventLog {

  private static final Duration KEPT = Duration.ofDays(1);

  /** When more happen in a day, the oldest go first. */
  static final int MOST = 1_000;

  private final Deque<NumberedOccurrence> newestFirst = new ArrayDeque<>();
  private long latest;

  /** A log that goes on after {@code earlier}, newest first. */
  EventLog(List<NumberedOccurrence> earlier) {
    newestFirst.addAll(earlier);
    latest = earlier.stream().mapToLong(NumberedOccurrence::sequence).max().orElse(0);
  }

  /** Adds {@code events} and forgets those that are a day old {@code now}. */
  public synchronized void add(List<Occurrence> events, Instant now) {
    for (var event : events) {
      newestFirst.addFirst(new NumberedOccurrence(++latest, event));
    }
    while (newestFirst.size() > MOST
        || (!newestFirst.isEmpty()
            && Duration.between(newestFirst.getLast().event().at(), now).compareTo(KEPT) > 0)) {
      newestFirst.removeLast();
    }
  }

  /** Those kept, newest first. */
  public synchronized List<NumberedOccurrence> newestFirst() {
    return List.copyOf(newestFirst);
  }
}
