// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlidingSumTest {

  private static final long WINDOW = 60_000;
  private static final long PART = WINDOW / SlidingSum.PARTS;

  private record Interval(long from, long to) {
    long within(long first, long last) {
      return Math.max(0, Math.min(to, last) - Math.max(from, first));
    }
  }

  @Test
  void theLeastIsNeverTooMuchAndTooLittleByOnePartAtMost() {
    for (long seed = 0; seed < 50; seed++) {
      var random = new Random(seed);
      long now = random.nextLong(2_000_000) - 1_000_000;
      var sum = SlidingSum.empty(WINDOW, now);
      var intervals = new ArrayList<Interval>();
      for (int i = 0; i < 300; i++) {
        long step = random.nextInt(20) == 0 ? random.nextInt(100_000) : random.nextInt(1500);
        long length = random.nextInt(5) == 0 ? 0 : Math.min(step, random.nextInt(3000));
        now += step;
        sum = sum.add(now, length, 1);
        intervals.add(new Interval(now - length, now));
        long at = now + (random.nextInt(10) == 0 ? random.nextInt(70_000) : 0);
        long exact = intervals.stream().mapToLong(each -> each.within(at - WINDOW, at)).sum();
        assertThat(sum.least(at)).as("seed %s", seed).isBetween(exact - PART, exact);
        assertThat(sum.total(at)).as("seed %s", seed).isBetween(exact, exact + PART);
      }
    }
  }
}
