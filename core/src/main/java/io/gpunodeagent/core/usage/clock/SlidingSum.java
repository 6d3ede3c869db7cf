// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage.clock;

import java.util.Arrays;

/**
 * A sum over a window that slides with time, kept in sixty equal parts. Immutable; the parts are
 * copied only when a new one begins. Times and widths in nanoseconds.
 */
public final class SlidingSum {

  static final int PARTS = 60;

  private static final long[] NOTHING = {};

  private final long width;
  private final long part;
  private final long current;
  private final long[] earlier;

  private SlidingSum(long width, long part, long current, long[] earlier) {
    this.width = width;
    this.part = part;
    this.current = current;
    this.earlier = earlier;
  }

  /** Nothing yet, over {@code window}. */
  public static SlidingSum empty(long window, long now) {
    long width = Math.max(1, window / PARTS);
    return new SlidingSum(width, Math.floorDiv(now, width), 0, NOTHING);
  }

  /** This sum, or an empty one when it is of another window. */
  public SlidingSum over(long window, long now) {
    return width == Math.max(1, window / PARTS) ? this : empty(window, now);
  }

  /**
   * The sum after an interval that ends {@code now}.
   *
   * @param length of the interval
   * @param perNano what each nanosecond of it adds, 0–1
   */
  public SlidingSum add(long now, long length, double perNano) {
    var sum = this;
    long from = now - length;
    while (from < now) {
      long end = Math.min(now, (Math.floorDiv(from, width) + 1) * width);
      sum = sum.put(Math.floorDiv(from, width), (long) ((end - from) * perNano));
      from = end;
    }
    return sum;
  }

  private SlidingSum put(long into, long amount) {
    if (amount == 0) {
      return this;
    }
    if (into == part) {
      return new SlidingSum(width, part, current + amount, earlier);
    }
    var parts = earlier.length == 0 ? new long[PARTS] : earlier.clone();
    if (into < part) {
      if (part - into <= PARTS) {
        parts[slot(into)] += amount;
      }
      return new SlidingSum(width, part, current, parts);
    }
    if (into - part > PARTS) {
      Arrays.fill(parts, 0);
    } else {
      parts[slot(part)] = current;
      for (long skipped = part + 1; skipped < into; skipped++) {
        parts[slot(skipped)] = 0;
      }
    }
    return new SlidingSum(width, into, amount, parts);
  }

  private static int slot(long part) {
    return (int) Math.floorMod(part, (long) PARTS);
  }

  /** The sum over the window and up to one part more, to {@code now}. */
  public long total(long now) {
    return sum(Math.floorDiv(now, width) - PARTS);
  }

  /**
   * The least the sum over the window may be when each nanosecond adds 1 at most: too little by at
   * most one part, never too much.
   */
  long least(long now) {
    long last = Math.floorDiv(now, width);
    long oldest = last - PARTS;
    long beyond = now - last * width;
    return sum(oldest + 1) + Math.max(0, at(oldest) - beyond);
  }

  /** The sum of {@code first} and all later parts. */
  private long sum(long first) {
    if (earlier.length == 0) {
      return part >= first ? current : 0;
    }
    long sum = part >= first ? current : 0;
    for (long each = Math.max(first, part - PARTS); each < part; each++) {
      sum += earlier[slot(each)];
    }
    return sum;
  }

  private long at(long which) {
    if (which == part) {
      return current;
    }
    return which < part && part - which <= PARTS && earlier.length > 0 ? earlier[slot(which)] : 0;
  }
}
