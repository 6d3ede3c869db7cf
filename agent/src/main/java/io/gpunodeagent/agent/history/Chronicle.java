// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.history;

import io.gpunodeagent.core.overview.NodeProblem;
import io.gpunodeagent.core.overview.NumberedOccurrence;
import io.gpunodeagent.core.overview.Occurrence;
import io.gpunodeagent.core.overview.Occurrences;
import io.gpunodeagent.core.state.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Keeps figures and events of each state. {@link #take} is for one thread, all else for any. */
public final class Chronicle {

  private final FigureHistory history = new FigureHistory();
  private final EventLog events;
  private final Supplier<Duration> longestPause;
  private volatile NodeState latest;

  /**
   * A chronicle without figures.
   *
   * @param first what is known before the first sample
   * @param earlier events from before a restart, newest first
   * @param longestPause between two samples that is no event
   */
  public Chronicle(
      NodeState first, List<NumberedOccurrence> earlier, Supplier<Duration> longestPause) {
    latest = first;
    events = new EventLog(earlier);
    if (!earlier.isEmpty()) {
      take(restart(first.node().takenAt()));
    }
    this.longestPause = longestPause;
  }

  /**
   * Takes a state that was just published.
   *
   * @return what happened since the one before
   */
  public List<Occurrence> take(NodeState state) {
    history.take(state.node());
    var happened = Occurrences.between(latest, state, longestPause.get());
    events.add(happened, state.node().takenAt());
    latest = state;
    return happened;
  }

  private static Occurrence restart(Instant now) {
    return new Occurrence(
        now,
        Occurrence.Kind.SAMPLING,
        NodeProblem.Severity.NOTE,
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        "the agent has started; what happened while it did not run is not known");
  }

  /** Takes an event that no state shows. For any thread. */
  public void take(Occurrence event) {
    events.add(List.of(event), event.at());
  }

  /** The state that was taken last. */
  public NodeState latest() {
    return latest;
  }

  /** The figures. */
  public FigureHistory history() {
    return history;
  }

  /** The events. */
  public EventLog events() {
    return events;
  }
}
