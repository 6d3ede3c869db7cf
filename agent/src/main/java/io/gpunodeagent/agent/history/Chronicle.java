package io.gpunodeagent.agent.history;

import io.gpunodeagent.core.overview.Occurrence;
import io.gpunodeagent.core.overview.Occurrences;
import io.gpunodeagent.core.state.NodeState;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Keeps figures and events of each state. {@link #take} is for one thread, all else for any. */
public final class Chronicle {

  private final FigureHistory history = new FigureHistory();
  private final EventLog events = new EventLog();
  private final Supplier<Duration> longestPause;
  private volatile NodeState latest;

  /**
   * A chronicle without a past.
   *
   * @param first what is known before the first sample
   * @param longestPause between two samples that is no event
   */
  public Chronicle(NodeState first, Supplier<Duration> longestPause) {
    latest = first;
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
