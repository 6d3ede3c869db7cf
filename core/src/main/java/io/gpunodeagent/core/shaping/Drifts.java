// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.shaping;

import io.gpunodeagent.core.backoff.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * When a knob was set again because it had been changed, on a monotonic clock.
 *
 * @param at in order, those of the last hour
 */
public record Drifts(List<Duration> at) {

  /** None yet. */
  public static final Drifts NONE = new Drifts(List.of());

  public Drifts {
    at = List.copyOf(at);
  }

  /** Whether it may be set once more at {@code now}. */
  public boolean allow(Duration now, Limits limits) {
    var recent = since(now.minus(Limits.WINDOW));
    if (recent.isEmpty()) {
      return limits.reappliesPerHour() > 0;
    }
    if (recent.size() >= limits.reappliesPerHour()) {
      return false;
    }
    var pause = new Backoff(limits.pause(), Limits.WINDOW).delay(recent.size());
    return now.compareTo(recent.getLast().plus(pause)) >= 0;
  }

  /** With one more at {@code now}. */
  public Drifts and(Duration now) {
    var all = new ArrayList<>(since(now.minus(Limits.WINDOW)));
    all.add(now);
    return new Drifts(all);
  }

  private List<Duration> since(Duration start) {
    return at.stream().filter(each -> each.compareTo(start) > 0).toList();
  }
}
