package io.gpunodeagent.agent.cluster;

import io.gpunodeagent.agent.snapshot.SourceState;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Whether a source answers, and since when; logs each change once. For one thread. */
final class SourceTracker {

  private static final System.Logger LOG = System.getLogger(Cluster.class.getName());

  private final String what;
  private final InstantSource clock;
  private Optional<Instant> lastGood = Optional.empty();
  private SourceState state;
  private boolean downLogged;

  /**
   * A source that was not asked yet.
   *
   * @param what it gives, for messages
   */
  SourceTracker(String what, InstantSource clock) {
    this.what = what;
    this.clock = clock;
    state = new SourceState.Down(clock.instant(), Optional.empty(), what + ": not asked yet");
  }

  /** Whether the source answers. */
  SourceState state() {
    return state;
  }

  /** Facts were read, which does not say that changes will be heard of. */
  void read() {
    var now = clock.instant();
    lastGood = Optional.of(now);
    state =
        switch (state) {
          case SourceState.Down(var since, var _, var reason) ->
              new SourceState.Down(since, lastGood, reason);
          case SourceState.Off(), SourceState.Up(var _) -> new SourceState.Up(now);
        };
  }

  /** The source answers, and will tell of changes. */
  void up(String detail) {
    if (!(state instanceof SourceState.Up)) {
      LOG.log(Level.INFO, "The API server tells of {0}: {1}", what, detail);
    }
    downLogged = false;
    var now = clock.instant();
    lastGood = Optional.of(now);
    state = new SourceState.Up(now);
  }

  /** The source does not answer. */
  void down(String reason) {
    if (!downLogged) {
      LOG.log(Level.WARNING, "The API server does not tell of {0}: {1}", what, reason);
    }
    downLogged = true;
    var since =
        state instanceof SourceState.Down(var began, var _, var _) ? began : clock.instant();
    state = new SourceState.Down(since, lastGood, what + ": " + reason);
  }

  /** There is no such source. */
  void off() {
    state = new SourceState.Off();
  }
}
