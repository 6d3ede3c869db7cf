// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.otlp;

import io.gpunodeagent.agent.metrics.format.Rotating;

/**
 * Since when the series of one sum are observed without a break. What a GPU counted before is
 * unknown to the agent, and a total that survived a restart began in another process. So a series
 * begins as the data model has it for an unknown start: the first point's start is its own time,
 * later ones keep that start. After a reset, and after an export without the series, it begins
 * again. Confined to one thread at a time.
 *
 * @param <K> what distinguishes the series
 */
final class Starts<K> {

  private final boolean monotonic;
  private final Rotating<K, Series> series = new Rotating<>();

  private static final class Series {
    private long start;
    private double last;
  }

  /**
   * None yet.
   *
   * @param monotonic whether a lower value means a reset
   */
  Starts(boolean monotonic) {
    this.monotonic = monotonic;
  }

  /**
   * The start of a point, in nanoseconds since 1970.
   *
   * @param at its time, likewise
   */
  long of(K key, double value, long at) {
    var known = series.get(key, _ -> new Series());
    if (known.start == 0 || (monotonic && value < known.last)) {
      known.start = at;
    }
    known.last = value;
    return known.start;
  }

  /** Forgets the series that were not asked for since the previous call. */
  void turn() {
    series.turn();
  }
}
