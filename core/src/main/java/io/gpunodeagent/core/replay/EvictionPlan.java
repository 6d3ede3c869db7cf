// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which pods of a replay would have been evicted, in which order, and how the budget of their node
 * delays it. A replay goes on as if nobody had been evicted: what a freed GPU is given to next is
 * not known.
 *
 * @param evictions in the order in which pods became due
 */
public record EvictionPlan(List<Planned> evictions) {

  private static final Duration HOUR = Duration.ofHours(1);

  public EvictionPlan {
    evictions = List.copyOf(evictions);
  }

  /**
   * A pod that became due.
   *
   * @param due when its notice was over and its rest proven
   * @param at when the budget lets it be evicted; empty when it was no longer due by then
   */
  public record Planned(ReplayedEpisode episode, Instant due, Optional<Instant> at) {}

  /**
   * The plan of {@code episodes}.
   *
   * @param perHour evictions of a node in any hour
   */
  public static EvictionPlan of(List<ReplayedEpisode> episodes, int perHour) {
    var spent = new HashMap<String, List<Instant>>();
    var planned = new ArrayList<Planned>();
    due(episodes).forEach((episode, due) -> planned.add(planned(episode, due, perHour, spent)));
    return new EvictionPlan(planned);
  }

  private static Map<ReplayedEpisode, Instant> due(List<ReplayedEpisode> episodes) {
    var due = new LinkedHashMap<ReplayedEpisode, Instant>();
    episodes.stream()
        .filter(episode -> dueAt(episode).isPresent())
        .sorted(Comparator.comparing(episode -> dueAt(episode).orElseThrow()))
        .forEach(episode -> due.put(episode, dueAt(episode).orElseThrow()));
    return due;
  }

  private static Optional<Instant> dueAt(ReplayedEpisode episode) {
    return episode.decisions().stream()
        .filter(change -> change.stage().equals("due"))
        .map(ReplayedEpisode.Change::at)
        .findFirst();
  }

  private static Planned planned(
      ReplayedEpisode episode, Instant due, int perHour, Map<String, List<Instant>> spent) {
    var before = spent.computeIfAbsent(episode.node(), _ -> new ArrayList<>());
    var free = due;
    if (perHour > 0 && before.size() >= perHour) {
      var next = before.get(before.size() - perHour).plus(HOUR);
      free = next.isAfter(due) ? next : due;
    }
    var end = episode.times().marked().orElse(due).plus(episode.given());
    if (perHour == 0 || free.isAfter(end)) {
      return new Planned(episode, due, Optional.empty());
    }
    before.add(free);
    return new Planned(episode, due, Optional.of(free));
  }
}
