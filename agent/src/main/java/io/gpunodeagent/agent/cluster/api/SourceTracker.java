// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.api;

import io.gpunodeagent.agent.loop.OngoingProblems;
import io.gpunodeagent.agent.loop.Silence;
import io.gpunodeagent.core.sources.SourceState;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether a source answers, and since when; logs each change once. For one thread, except for
 * {@link #now}.
 */
public final class SourceTracker {

  /**
   * A source that was heard from this long ago is down: a watch hears from the server every minute,
   * is cut after two and a half without a word, and opened again within two more.
   */
  static final Duration LONGEST_SILENCE = Duration.ofMinutes(6);

  /** What all of cluster logs as. */
  public static final String LOGGER = "io.gpunodeagent.agent.cluster";

  private static final System.Logger LOG = System.getLogger(SourceTracker.LOGGER);

  private final String what;
  private final InstantSource clock;
  private final Silence silence;
  private final OngoingProblems problems = new OngoingProblems();
  private Optional<Instant> lastGood = Optional.empty();
  private SourceState state;

  /** A source that was not asked yet, by the system's monotonic clock. */
  public SourceTracker(String what, InstantSource clock) {
    this(what, clock, System::nanoTime);
  }

  /**
   * A source that was not asked yet.
   *
   * @param what it gives, for messages
   * @param nanoTime a monotonic clock, ns
   */
  public SourceTracker(String what, InstantSource clock, LongSupplier nanoTime) {
    this.what = what;
    this.clock = clock;
    silence = new Silence(what, nanoTime, LONGEST_SILENCE);
    state = new SourceState.Down(clock.instant(), Optional.empty(), what + ": not asked yet");
  }

  /** Whether the source answered when it was last asked. */
  public SourceState state() {
    return state;
  }

  /**
   * What a published state means now: a source that was up and has not been heard from for too long
   * is down, whatever keeps it silent. For any thread.
   */
  public SourceState now(SourceState published) {
    var now = published.after(silence.lasts(), silence.patience(), what);
    if (!now.equals(published)) {
      silence.takesDown();
    }
    return now;
  }

  /** Facts were read, which does not say that changes will be heard of. */
  public void read() {
    var now = good();
    state =
        switch (state) {
          case SourceState.Down(var since, var _, var reason) ->
              new SourceState.Down(since, lastGood, reason);
          case SourceState.Off(), SourceState.Up(var _) -> new SourceState.Up(now);
        };
  }

  /** The source answers, and changes will be heard of. */
  public void up(String detail) {
    if (!(state instanceof SourceState.Up)) {
      LOG.log(Level.INFO, "The API server answers for {0}: {1}", what, detail);
    }
    problems.ends(what);
    state = new SourceState.Up(good());
  }

  /** The source does not answer, or nothing asks it. */
  public void down(String reason) {
    if (problems.begins(what)) {
      LOG.log(Level.WARNING, "The API server does not answer for {0}: {1}", what, reason);
    }
    var since =
        state instanceof SourceState.Down(var began, var _, var _) ? began : clock.instant();
    state = new SourceState.Down(since, lastGood, what + ": " + reason);
  }

  /** There is no such source. */
  public void off() {
    state = new SourceState.Off();
  }

  private Instant good() {
    var now = clock.instant();
    silence.ends();
    lastGood = Optional.of(now);
    return now;
  }
}
