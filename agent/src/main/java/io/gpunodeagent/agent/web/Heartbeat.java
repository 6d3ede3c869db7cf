package io.gpunodeagent.agent.web;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether the sampling loop turns. It beats with every publication, whatever was read: a hung GPU
 * or an absent driver does not silence it, a stalled loop does. Safe for any thread.
 */
public final class Heartbeat {

  private final LongSupplier nanos;
  private volatile long lastBeat;
  private volatile Duration patience;

  /**
   * A heart that beats now.
   *
   * @param nanos a clock that never goes back, ns
   * @param patience how long a silence is borne
   */
  public Heartbeat(LongSupplier nanos, Duration patience) {
    this.nanos = nanos;
    this.patience = patience;
    beat();
  }

  /** The loop turned. */
  public void beat() {
    lastBeat = nanos.getAsLong();
  }

  /** From now on bears a silence of {@code longest}. */
  public void bear(Duration longest) {
    patience = longest;
  }

  /** How long the loop has not turned. */
  Duration silence() {
    return Duration.ofNanos(nanos.getAsLong() - lastBeat);
  }

  /** Whether the last beat is recent enough. */
  public boolean beats() {
    return silence().compareTo(patience) <= 0;
  }
}
