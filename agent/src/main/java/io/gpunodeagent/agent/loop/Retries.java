// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.loop;

import io.gpunodeagent.core.backoff.Backoff;
import java.time.Duration;

/**
 * Counts failures in a row and tells when to try again. Times are {@link Duration}s since any one
 * moment. Confined to one thread.
 */
public final class Retries {

  private final Backoff backoff;
  private int failures;
  private Duration until = Duration.ZERO;

  /** No failure yet. */
  public Retries(Backoff backoff) {
    this.backoff = backoff;
  }

  /** It failed at {@code now}. */
  public void failed(Duration now) {
    failed(now, Duration.ZERO);
  }

  /**
   * It failed at {@code now}.
   *
   * @param asked the least delay before the next attempt
   */
  public void failed(Duration now, Duration asked) {
    failures++;
    until = now.plus(backoff.delay(failures, asked));
  }

  /** It worked. */
  public void succeeded() {
    failures = 0;
  }

  /** How often it failed in a row; zero when it worked the last time. */
  public int failures() {
    return failures;
  }

  /** Whether it did not fail the last time, or the delay is over. */
  public boolean due(Duration now) {
    return failures == 0 || now.compareTo(until) >= 0;
  }

  /** When to try again; means nothing without a failure. */
  public Duration until() {
    return until;
  }
}
