// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.history;

/**
 * One figure at both resolutions: each second of five minutes, and the mean of each ten seconds of
 * an hour. Not safe for several threads.
 */
final class Track {

  private static final int TEN = 10;

  private final Ring seconds = new Ring(Resolution.SECOND.slots());
  private final Ring tens = new Ring(Resolution.TEN_SECONDS.slots());
  private long ten = Long.MIN_VALUE;
  private double sum;
  private int count;

  /** Takes a value seen in this second. */
  void put(long second, double value) {
    seconds.put(second, (float) value);
    long slot = Math.floorDiv(second, TEN);
    if (slot != ten) {
      ten = slot;
      sum = 0;
      count = 0;
    }
    sum += value;
    count++;
    tens.put(slot, (float) (sum / count));
  }

  /** The values up to this second, oldest first; NaN where there is none. */
  float[] upTo(long second, Resolution resolution) {
    return switch (resolution) {
      case SECOND -> seconds.upTo(second);
      case TEN_SECONDS -> tens.upTo(Math.floorDiv(second, TEN));
    };
  }

  /** The latest second that has a value. */
  long newest() {
    return seconds.newest();
  }

  /** Bytes of the values. */
  static long bytes() {
    return (long) Float.BYTES * (Resolution.SECOND.slots() + Resolution.TEN_SECONDS.slots());
  }
}
