// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.loop;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long nothing has been heard from a source. Logs once when that takes it down, and once when
 * it is heard from again. Safe for any thread.
 */
public final class Silence {

  private static final System.Logger LOG = System.getLogger(Silence.class.getName());

  private final String source;
  private final Heartbeat heard;
  private final OngoingProblems problems = new OngoingProblems();

  /**
   * Heard from now.
   *
   * @param source its name, for messages
   * @param nanos a clock that never goes back, ns
   * @param patience the longest silence that is in order
   */
  public Silence(String source, LongSupplier nanos, Duration patience) {
    this.source = source;
    heard = new Heartbeat(nanos, patience);
  }

  /** The source answered, or said something. */
  public void ends() {
    heard.time();
    if (problems.ends(source)) {
      LOG.log(Level.INFO, "{0}: the source is heard from again", source);
    }
  }

  /** How long it has lasted. */
  public Duration lasts() {
    return heard.silence();
  }

  /** The longest that is in order. */
  public Duration patience() {
    return heard.patience();
  }

  /** A source that was up counts as down because of it. */
  public void takesDown() {
    if (problems.begins(source)) {
      LOG.log(
          Level.WARNING,
          "{0}: nothing was heard for more than {1} s, so the source is down",
          source,
          Long.toString(patience().toSeconds()));
    }
  }
}
