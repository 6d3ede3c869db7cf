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
   * Watches that are cut at one time are opened again within this. The watches of ten thousand
   * nodes, three each, are then a thousand requests a second: as many as their kubelets' leases.
   */
  static final Duration CUT = Duration.ofSeconds(30);

  /** A watch that ends so much before its time is cut. */
  private static final Duration EARLY = Duration.ofSeconds(5);

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
   * After a watch that was {@link #STEADY} failed. A server that restarts cuts those of all nodes:
   * each has its turn.
   */
  static Retry afterCut(ApiException failure, NodeShare share) {
    var turn = share.of(CUT);
    var asked = after(failure, 0, share);
    return asked.pause().compareTo(turn) > 0 ? asked : new Retry(asked.relist(), turn);
  }

  /**
   * After the server ended a watch, as it does every few minutes. One that ends before its time is
   * cut, and one that ends at once again and again is as good as a failure.
   *
   * @param lived how long it was open
   * @param wanted how long it was to be open
   * @param ends how many such ends in a row, this one included
   */
  static Retry afterEnd(Duration lived, Duration wanted, int ends, NodeShare share) {
    if (lived.compareTo(STEADY) < 0) {
      return new Retry(false, new Backoff(SHORTEST, LONGEST, share).delay(ends));
    }
    boolean cut = lived.plus(EARLY).compareTo(wanted) < 0;
    return new Retry(false, cut ? share.of(CUT) : Duration.ZERO);
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
