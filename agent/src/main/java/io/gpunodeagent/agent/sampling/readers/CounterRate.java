// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import io.gpunodeagent.core.signal.Reading;

/** How fast a counter grows, from two readings of it. */
public final class CounterRate {

  /**
   * {@code NVML_ERROR_NO_DATA}: what a rate is that has no two readings yet, or lost the thread.
   */
  public static final int NO_DATA = 21;

  private static final double NANOS_PER_SECOND = 1e9;

  private CounterRate() {}

  /**
   * One reading of a counter.
   *
   * @param value unsigned
   * @param bits width of the counter, 32 or 64: where it wraps
   * @param nanos when it was read, on a clock that never goes back
   */
  record Point(long value, int bits, long nanos) {}

  /**
   * Growth per second between two readings.
   *
   * @return no data when no time passed or the counter started over
   */
  static Reading<Double> between(Point earlier, Point later, String function) {
    long elapsed = later.nanos() - earlier.nanos();
    long grown = grown(earlier, later);
    return elapsed <= 0 || grown < 0
        ? Reading.failed(function, NO_DATA)
        : Reading.of(grown * NANOS_PER_SECOND / elapsed);
  }

  /** Growth, or -1 when the counter started over. */
  private static long grown(Point earlier, Point later) {
    long difference = later.value() - earlier.value();
    if (Long.compareUnsigned(later.value(), earlier.value()) >= 0) {
      return difference;
    }
    // Going back is a wrap only from the upper half of the range to the lower; else it is a reset.
    long half = 1L << (later.bits() - 1);
    boolean wrapped =
        earlier.bits() == later.bits()
            && Long.compareUnsigned(earlier.value(), half) >= 0
            && Long.compareUnsigned(later.value(), half) < 0;
    if (!wrapped) {
      return -1;
    }
    return later.bits() == Long.SIZE ? difference : difference & ((1L << later.bits()) - 1);
  }
}
