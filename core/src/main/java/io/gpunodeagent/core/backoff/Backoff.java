// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.backoff;

import java.time.Duration;

/**
 * How long to wait after failures: a first delay that doubles with each further failure in a row,
 * up to a limit.
 *
 * @param first after one failure; zero or more
 * @param limit the longest; a limit below {@code first} counts as {@code first}
 * @param share what the node adds to each delay
 */
public record Backoff(Duration first, Duration limit, NodeShare share) {

  private static final int MOST_DOUBLINGS = 30;

  public Backoff {
    if (first.isNegative()) {
      throw new IllegalArgumentException("a delay is zero or more, not " + first);
    }
    limit = longer(first, limit);
  }

  /** Delays to which the node adds nothing. */
  public Backoff(Duration first, Duration limit) {
    this(first, limit, NodeShare.none());
  }

  /**
   * The delay before the next attempt.
   *
   * @param failures in a row, the last one included; zero without any
   */
  public Duration delay(int failures) {
    return delay(failures, Duration.ZERO);
  }

  /**
   * The delay before the next attempt at a server that asks for one.
   *
   * @param failures in a row, the last one included; zero without any
   * @param asked the least delay
   */
  public Duration delay(int failures, Duration asked) {
    return share.atLeast(longer(asked, doubled(failures)));
  }

  private Duration doubled(int failures) {
    if (failures <= 0) {
      return Duration.ZERO;
    }
    var doubled = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    return doubled.compareTo(limit) < 0 ? doubled : limit;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
