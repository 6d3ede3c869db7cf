// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.recording;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A recording that is not over. It ends some time after its last trigger, and no later than some
 * time after its first: whatever triggers it goes on, the whole of it stays in the history.
 *
 * @param began when its first trigger was seen, on a clock that never steps
 * @param ends when it is over, on the same clock
 * @param triggers the first ones, in their order; at least one
 * @param moreTriggers how many are not listed
 */
public record RecordingWindow(
    Duration began, Duration ends, List<Trigger> triggers, int moreTriggers) {

  /** What is recorded of the time before the first trigger. */
  public static final Duration BEFORE = Duration.ofMinutes(5);

  /** What is recorded of the time after the last trigger. */
  public static final Duration AFTER = Duration.ofMinutes(2);

  /** The most that is recorded of the time after the first trigger. */
  public static final Duration LONGEST_AFTER = Duration.ofMinutes(5);

  /** Triggers that are listed. */
  public static final int MOST_TRIGGERS = 50;

  public RecordingWindow {
    triggers = List.copyOf(triggers);
  }

  static RecordingWindow begin(Trigger first, Duration now) {
    return new RecordingWindow(now, now.plus(AFTER), List.of(first), 0);
  }

  RecordingWindow with(Trigger trigger, Duration now) {
    var wanted = now.plus(AFTER);
    var latest = began.plus(LONGEST_AFTER);
    var end = wanted.compareTo(latest) < 0 ? wanted : latest;
    if (triggers.size() >= MOST_TRIGGERS) {
      return new RecordingWindow(began, end, triggers, moreTriggers + 1);
    }
    var more = new ArrayList<>(triggers);
    more.add(trigger);
    return new RecordingWindow(began, end, more, moreTriggers);
  }

  /** Whether it has ended. */
  public boolean isOver(Duration now) {
    return now.compareTo(ends) >= 0;
  }

  /** The trigger that began it. */
  public Trigger first() {
    return triggers.getFirst();
  }
}
