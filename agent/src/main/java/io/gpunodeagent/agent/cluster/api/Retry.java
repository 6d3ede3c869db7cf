// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.api;

import io.gpunodeagent.core.backoff.Backoff;
import io.gpunodeagent.core.backoff.NodeShare;
import java.time.Duration;

/**
 * What to do after a request failed.
 *
 * @param relist whether the objects must be listed again; otherwise the watch goes on from where it
 *     was
 * @param pause before the next request
 */
public record Retry(boolean relist, Duration pause) {

  /** Pauses grow to this, or to what the server asks for. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  /**
   * Of refusals that only a person ends, such as missing rights or a resource that is not there.
   */
  static final Duration LONGEST_REFUSED = Duration.ofMinutes(2);

  /** A watch that was open for so long worked. */
  static final Duration STEADY = Duration.ofSeconds(10);

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(5);

  /**
   * After a failure.
   *
   * @param failures how many in a row, this one included
   */
  public static Retry after(ApiException failure, int failures, NodeShare share) {
    var asked = failure.retryAfter();
    var pause =
        new Backoff(SHORTEST, longest(failure), share)
            .delay(failures, asked.compareTo(LONGEST_ASKED) < 0 ? asked : LONGEST_ASKED);
    return new Retry(mustRelist(failure), pause);
  }

  /**
   * After the server ended a watch, as it does every few minutes. One that ends at once again and
   * again is as good as a failure.
   *
   * @param lived how long it was open
   * @param ends how many such ends in a row, this one included
   */
  static Retry afterEnd(Duration lived, int ends, NodeShare share) {
    return lived.compareTo(STEADY) >= 0
        ? new Retry(false, Duration.ZERO)
        : new Retry(false, new Backoff(SHORTEST, LONGEST, share).delay(ends));
  }

  private static boolean mustRelist(ApiException failure) {
    return switch (failure.status().orElse(0)) {
      case ApiException.GONE, ApiException.NOT_FOUND, 400, 422 -> true;
      // A server behind the one that gave the version out; any other 504 is a proxy's.
      case 504 -> failure.reason().contains("resource version");
      default -> failure.isUnusable();
    };
  }

  private static Duration longest(ApiException failure) {
    return switch (failure.status().orElse(0)) {
      case 401, 403, ApiException.NOT_FOUND -> LONGEST_REFUSED;
      default -> LONGEST;
    };
  }
}
