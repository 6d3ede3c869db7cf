package io.gpunodeagent.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MetronomeTest {

  private final Metronome beat = new Metronome(Duration.ofNanos(100), 1000);

  @Test
  void beatsFirstAtTheStart() {
    assertThat(beat.untilNext(1000)).isZero();
    assertThat(beat.untilNext(990)).isEqualTo(10);
  }

  @Test
  void workBetweenBeatsDoesNotDelayThem() {
    beat.advance(1030);
    assertThat(beat.untilNext(1030)).isEqualTo(70);
    beat.advance(1101);
    assertThat(beat.untilNext(1200)).isZero();
  }

  @Test
  void beatsMissedInAPauseAreNotMadeUpFor() {
    beat.advance(1000);
    beat.advance(1999);
    assertThat(beat.untilNext(1999)).isEqualTo(1);
    beat.advance(2000);
    assertThat(beat.untilNext(2000)).isEqualTo(100);
  }

  @Test
  void aBeatTakenEarlyIsTaken() {
    beat.advance(995);
    assertThat(beat.untilNext(1000)).isEqualTo(100);
  }

  @Test
  void anotherPeriodBeginsAtOnce() {
    beat.advance(1000);
    beat.change(Duration.ofNanos(7), 1040);
    assertThat(beat.untilNext(1040)).isZero();
    beat.advance(1040);
    assertThat(beat.untilNext(1040)).isEqualTo(7);
  }
}
