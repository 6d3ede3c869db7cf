// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy.rule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * When a rule is in force.
 *
 * @param zone of the days and times
 * @param spans any of them is enough
 */
public record RuleSchedule(ZoneId zone, List<Span> spans) {

  public RuleSchedule {
    spans = List.copyOf(spans);
  }

  /**
   * Hours of some days.
   *
   * @param days on which it begins; all when there are none
   * @param from first moment
   * @param to the moment it is over; on the next day when it is not after {@code from}
   */
  public record Span(Set<DayOfWeek> days, LocalTime from, LocalTime to) {

    public Span {
      days = Set.copyOf(days);
    }

    boolean holds(DayOfWeek day, LocalTime time) {
      if (from.isBefore(to)) {
        return on(day) && !time.isBefore(from) && time.isBefore(to);
      }
      return (on(day) && !time.isBefore(from)) || (on(day.minus(1)) && time.isBefore(to));
    }

    private boolean on(DayOfWeek day) {
      return days.isEmpty() || days.contains(day);
    }
  }

  /** Whether it is in force at {@code now}. */
  public boolean holds(Instant now) {
    var local = now.atZone(zone);
    return spans.stream().anyMatch(span -> span.holds(local.getDayOfWeek(), local.toLocalTime()));
  }
}
