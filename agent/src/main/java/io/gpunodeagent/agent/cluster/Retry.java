package io.gpunodeagent.agent.cluster;

import java.time.Duration;

/**
 * What to do after a request failed.
 *
 * @param relist whether the objects must be listed anew; otherwise the watch goes on from where it
 *     was
 * @param pause before the next request
 */
record Retry(boolean relist, Duration pause) {

  /** Pauses grow to this, or to what the server asks for. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  /** Of refusals that only a person ends, such as missing rights. */
  static final Duration LONGEST_REFUSED = Duration.ofMinutes(2);

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(5);
  private static final Duration STEADY = Duration.ofSeconds(10);
  private static final int MOST_DOUBLINGS = 12;

  /**
   * After a failure.
   *
   * @param failures how many in a row, this one included
   * @param share of the pause that is this node's own, so that the nodes of a cluster do not all
   *     come back at once; 0 to 1
   */
  static Retry after(ApiException failure, int failures, double share) {
    var pause = spread(doubled(failures, longest(failure)), share);
    var asked = shorter(failure.retryAfter(), LONGEST_ASKED);
    return new Retry(mustRelist(failure), asked.compareTo(pause) > 0 ? asked : pause);
  }

  /**
   * After the server ended a watch, as it does every few minutes. One that ends at once again and
   * again is as good as a failure.
   *
   * @param lived how long it was open
   * @param ends how many such ends in a row, this one included
   */
  static Retry afterEnd(Duration lived, int ends, double share) {
    return lived.compareTo(STEADY) >= 0
        ? new Retry(false, Duration.ZERO)
        : new Retry(false, spread(doubled(ends, LONGEST), share));
  }

  private static boolean mustRelist(ApiException failure) {
    return switch (failure.status().orElse(0)) {
      case ApiException.GONE, 400, 422 -> true;
      // A server behind the one that gave the version out; any other 504 is a proxy's.
      case 504 -> failure.reason().contains("resource version");
      default -> failure.isUnusable();
    };
  }

  private static Duration longest(ApiException failure) {
    return switch (failure.status().orElse(0)) {
      case 401, 403, 404 -> LONGEST_REFUSED;
      default -> LONGEST;
    };
  }

  private static Duration doubled(int failures, Duration longest) {
    var doublings = Math.clamp(failures - 1, 0, MOST_DOUBLINGS);
    return shorter(SHORTEST.multipliedBy(1L << doublings), longest);
  }

  private static Duration spread(Duration pause, double share) {
    return pause.plusMillis((long) (pause.toMillis() * share / 2));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
