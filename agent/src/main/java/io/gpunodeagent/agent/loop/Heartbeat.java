// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.loop;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether a loop still turns, or a source still answers: it beats each time, and too long a silence
 * means that it does not. By a monotonic clock, so that setting the time of day changes nothing.
 * Safe for any thread.
 */
public final class Heartbeat {

  private final LongSupplier nanos;
  private volatile long lastBeat;
  private volatile Duration patience;

  /**
   * Beats now.
   *
   * @param nanos a clock that never goes back, ns
   * @param patience the longest silence that is in order
   */
  public Heartbeat(LongSupplier nanos, Duration patience) {
    this.nanos = nanos;
    this.patience = patience;
    time();
  }

  /** It turned, or answered. */
  public void time() {
    lastBeat = nanos.getAsLong();
  }

  /** Sets the longest silence that is in order. */
  public void patience(Duration longest) {
    patience = longest;
  }

  /** The longest silence that is in order. */
  public Duration patience() {
    return patience;
  }

  /** How long ago the last beat was. */
  public Duration silence() {
    return Duration.ofNanos(nanos.getAsLong() - lastBeat);
  }

  /** Whether the last beat is recent enough. */
  public boolean beats() {
    return silence().compareTo(patience) <= 0;
  }
}
