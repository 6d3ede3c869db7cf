// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.recording;

import io.gpunodeagent.core.recording.Trigger.Cause;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which triggers begin a recording. A trigger during one becomes part of it. One whose cause was
 * seen lately begins none: a fault that repeats itself for hours is recorded when it begins, and
 * again after it has been quiet, and does not push the recordings of other faults out.
 *
 * <p>Times are on a clock that never steps.
 *
 * @param open the recording that is not over
 * @param lastSeen when each cause was seen last, of those seen within {@link #QUIET}
 */
public record RecordingPlan(Optional<RecordingWindow> open, Map<Cause, Duration> lastSeen) {

  /** How long a cause must not have been seen before it begins a recording again. */
  public static final Duration QUIET = Duration.ofMinutes(5);

  public RecordingPlan {
    lastSeen = Map.copyOf(lastSeen);
  }

  /** Nothing has happened. */
  public static RecordingPlan idle() {
    return new RecordingPlan(Optional.empty(), Map.of());
  }

  /** After {@code trigger}, which was seen at {@code now}. */
  public RecordingPlan after(Trigger trigger, Duration now) {
    var seen = new HashMap<>(lastSeen);
    seen.values().removeIf(last -> now.minus(last).compareTo(QUIET) >= 0);
    boolean repeats = seen.put(trigger.cause(), now) != null;
    var next =
        open.map(window -> window.with(trigger, now))
            .or(
                () ->
                    repeats ? Optional.empty() : Optional.of(RecordingWindow.begin(trigger, now)));
    return new RecordingPlan(next, seen);
  }

  /** The recording that has ended by {@code now}. */
  public Optional<RecordingWindow> over(Duration now) {
    return open.filter(window -> window.isOver(now));
  }

  /** The same without an open recording. */
  public RecordingPlan closed() {
    return new RecordingPlan(Optional.empty(), lastSeen);
  }
}
