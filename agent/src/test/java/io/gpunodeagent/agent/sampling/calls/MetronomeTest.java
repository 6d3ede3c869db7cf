// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MetronomeTest {

  private final Metronome time = new Metronome(Duration.ofNanos(100), 1000);

  @Test
  void beatsFirstAtTheStart() {
    assertThat(time.untilNext(1000)).isZero();
    assertThat(time.untilNext(990)).isEqualTo(10);
  }

  @Test
  void workBetweenBeatsDoesNotDelayThem() {
    time.advance(1030);
    assertThat(time.untilNext(1030)).isEqualTo(70);
    time.advance(1101);
    assertThat(time.untilNext(1200)).isZero();
  }

  @Test
  void beatsMissedInAPauseAreNotMadeUpFor() {
    time.advance(1000);
    time.advance(1999);
    assertThat(time.untilNext(1999)).isEqualTo(1);
    time.advance(2000);
    assertThat(time.untilNext(2000)).isEqualTo(100);
  }

  @Test
  void aBeatTakenEarlyIsTaken() {
    time.advance(995);
    assertThat(time.untilNext(1000)).isEqualTo(100);
  }

  @Test
  void anotherPeriodBeginsAtOnce() {
    time.advance(1000);
    time.change(Duration.ofNanos(7), 1040);
    assertThat(time.untilNext(1040)).isZero();
    time.advance(1040);
    assertThat(time.untilNext(1040)).isEqualTo(7);
  }
}
