// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.replay.prometheus;

import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.replay.Figure;
import io.gpunodeagent.core.replay.Frames;
import io.gpunodeagent.core.replay.Labelling;
import io.gpunodeagent.core.replay.PastRange;
import io.gpunodeagent.core.replay.PastSeries;
import io.gpunodeagent.core.replay.Replay;
import io.gpunodeagent.core.replay.ReplayReport;
import io.gpunodeagent.core.replay.ScreenedRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Plays a Prometheus' history through rules, as much of it at once as can be held. */
public final class HistoryReplay {

  private static final Duration LONGEST_WINDOW = Duration.ofHours(1);

  /** Prometheus' own time between two scrapes: less may hold none. */
  private static final Duration SHORTEST_WINDOW = Duration.ofMinutes(1);

  private final PrometheusHistory history;
  private final String named;
  private final PastRange past;
  private Duration window = LONGEST_WINDOW;

  /**
   * A replay of a range.
   *
   * @param named the options that say what is played, for messages
   */
  public HistoryReplay(PrometheusHistory history, String named, PastRange past) {
    this.history = history;
    this.named = named;
    this.past = past;
  }

  /**
   * What came of it.
   *
   * @param progress takes the time that it has come to
   */
  public ReplayReport run(PolicyRules rules, Consumer<Instant> progress)
      throws InterruptedException {
    var known = history.labels(past.from(), past.to());
    if (known.isEmpty()) {
      throw new FaultException(
          named + ": it has no series of DCGM in that range: check --range and --job");
    }
    var targets = history.targets(Labelling.jobs(known), past.from(), past.to());
    var labelling = Labelling.of(known, targets);
    var replay = new Replay(ScreenedRules.of(rules, labelling.productsKnown()), labelling);
    var from = past.from();
    while (from.isBefore(past.to())) {
      var to = from.plus(window).isAfter(past.to()) ? past.to() : from.plus(window);
      try {
        replay.take(Frames.of(samples(from, to), labelling));
        from = to;
        progress.accept(to);
      } catch (TooMuchException tooLong) {
        shorten();
      }
    }
    return replay.report();
  }

  private List<PastSeries> samples(Instant from, Instant to) throws InterruptedException {
    var series = new ArrayList<PastSeries>();
    for (var figure : Figure.values()) {
      series.addAll(history.samples(figure, to, Duration.between(from, to)));
    }
    return series;
  }

  private void shorten() {
    window = window.dividedBy(2);
    if (window.compareTo(SHORTEST_WINDOW) < 0) {
      throw new FaultException(
          named + ": a minute of it has more samples than fit into memory: give --job");
    }
  }
}
