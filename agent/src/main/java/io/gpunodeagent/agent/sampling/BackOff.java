package io.gpunodeagent.agent.sampling;

import java.time.Duration;

/** When to try again what failed: after a delay that doubles up to a limit. Nanoseconds. */
final class BackOff {

  private final long first;
  private final long limit;
  private long delay;
  private long due;
  private boolean waiting;

  BackOff(Duration first, Duration limit) {
    this.first = first.toNanos();
    this.limit = limit.toNanos();
    delay = this.first;
  }

  /** Whether nothing failed, or the delay since the last failure is over. */
  boolean due(long now) {
    return !waiting || now - due >= 0;
  }

  /** Notes a failure at {@code now}. */
  void failed(long now) {
    due = now + delay;
    delay = Math.min(delay * 2, limit);
    waiting = true;
  }

  /** Starts over with the first delay. */
  void succeeded() {
    delay = first;
    waiting = false;
  }
}
