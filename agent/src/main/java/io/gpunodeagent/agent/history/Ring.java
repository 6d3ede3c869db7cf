// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.history;

import java.util.Arrays;

/**
 * The latest values of one figure, one a slot of time. A slot without a value is NaN. Not safe for
 * several threads.
 */
final class Ring {

  private final float[] values;
  private long newest = Long.MIN_VALUE;

  /** A ring of so many slots. */
  Ring(int slots) {
    values = new float[slots];
    Arrays.fill(values, Float.NaN);
  }

  /**
   * Sets the value of a slot; slots passed over have none. One older than the newest is ignored.
   */
  void put(long slot, float value) {
    if (slot < newest) {
      return;
    }
    if (newest == Long.MIN_VALUE || slot - newest >= values.length) {
      Arrays.fill(values, Float.NaN);
    } else {
      for (long skipped = newest + 1; skipped < slot; skipped++) {
        values[place(skipped)] = Float.NaN;
      }
    }
    newest = slot;
    values[place(slot)] = value;
  }

  /** The values up to slot {@code last}, oldest first; none of slots after the newest. */
  float[] upTo(long last) {
    var copy = new float[values.length];
    for (int i = 0; i < copy.length; i++) {
      long slot = last - copy.length + 1 + i;
      boolean kept = newest != Long.MIN_VALUE && slot <= newest && newest - slot < copy.length;
      copy[i] = kept ? values[place(slot)] : Float.NaN;
    }
    return copy;
  }

  /** The newest slot that has a value; the least number when none was ever put. */
  long newest() {
    return newest;
  }

  private int place(long slot) {
    return (int) Math.floorMod(slot, (long) values.length);
  }
}
