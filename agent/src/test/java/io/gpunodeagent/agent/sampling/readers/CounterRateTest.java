// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.sampling.readers.CounterRate.Point;
import io.gpunodeagent.core.signal.Reading;
import org.junit.jupiter.api.Test;

class CounterRateTest {

  private static final long SECOND = 1_000_000_000L;
  private static final Reading<Double> NO_DATA = Reading.failed("f", 21);

  @Test
  void growthIsDividedByTheTimeBetween() {
    assertThat(rate(new Point(100, 64, 0), new Point(350, 64, SECOND / 2)))
        .isEqualTo(Reading.of(500.0));
  }

  @Test
  void aCounterThatStandsStillGrowsByNothing() {
    assertThat(rate(new Point(7, 64, 0), new Point(7, 64, SECOND))).isEqualTo(Reading.of(0.0));
  }

  @Test
  void withoutTimeBetweenThereIsNoRate() {
    assertThat(rate(new Point(1, 64, 5), new Point(2, 64, 5))).isEqualTo(NO_DATA);
  }

  @Test
  void aCounterThatStartedOverHasNoRate() {
    assertThat(rate(new Point(1_000_000, 64, 0), new Point(12, 64, SECOND))).isEqualTo(NO_DATA);
    assertThat(rate(new Point(1_000_000, 32, 0), new Point(12, 32, SECOND))).isEqualTo(NO_DATA);
  }

  @Test
  void aCounterWrapsAtTheWidthOfItsType() {
    assertThat(rate(new Point(0xFFFF_FFF0L, 32, 0), new Point(0x10, 32, SECOND)))
        .isEqualTo(Reading.of(32.0));
    assertThat(rate(new Point(-16, 64, 0), new Point(16, 64, SECOND))).isEqualTo(Reading.of(32.0));
  }

  @Test
  void anotherTypeIsAnotherCounter() {
    assertThat(rate(new Point(0xFFFF_FFF0L, 64, 0), new Point(0x10, 32, SECOND)))
        .isEqualTo(NO_DATA);
  }

  private static Reading<Double> rate(Point earlier, Point later) {
    return CounterRate.between(earlier, later, "f");
  }
}
