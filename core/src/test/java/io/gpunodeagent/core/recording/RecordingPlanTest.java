// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a recording begins and ends, and what becomes part of it. */
class RecordingPlanTest {

  private RecordingPlan plan = RecordingPlan.idle();
  private int recordings;

  private void at(int second, Trigger trigger) {
    pass(second);
    boolean before = plan.open().isPresent();
    plan = plan.after(trigger, Duration.ofSeconds(second));
    if (!before && plan.open().isPresent()) {
      recordings++;
    }
  }

  private void pass(int second) {
    if (plan.over(Duration.ofSeconds(second)).isPresent()) {
      plan = plan.closed();
    }
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # second of another trigger, and when the recording that began at 1000 ends then
          1000, 1120
          1001, 1121
          1119, 1239
          """)
  void anotherTriggerLengthensTheRecording(int second, int end) {
    at(1000, Causes.xid(79));
    at(second, Causes.lost());

    assertThat(recordings).isOne();
    var open = plan.open().orElseThrow();
    assertThat(open.ends()).isEqualTo(Duration.ofSeconds(end));
    assertThat(open.triggers()).containsExactly(Causes.xid(79), Causes.lost());
  }

  @Test
  void itEndsTwoMinutesAfterItsOnlyTrigger() {
    at(1000, Causes.xid(79));

    assertThat(plan.over(Duration.ofSeconds(1119))).isEmpty();
    assertThat(plan.over(Duration.ofSeconds(1120))).isEqualTo(plan.open());
  }

  @Test
  void whateverGoesOnItEndsFiveMinutesAfterItsFirstTrigger() {
    for (int second = 1000; second < 1300; second++) {
      at(second, Causes.xid(79));
    }

    assertThat(recordings).isOne();
    assertThat(plan.over(Duration.ofSeconds(1299))).isEmpty();
    assertThat(plan.over(Duration.ofSeconds(1300))).isPresent();
  }

  @Test
  void aStormIsOneRecordingWithItsFirstTriggersAndTheNumberOfTheRest() {
    for (int second = 1000; second < 1100; second++) {
      at(second, Causes.xid(31));
    }
    var open = plan.open().orElseThrow();
    assertThat(open.triggers()).hasSize(RecordingWindow.MOST_TRIGGERS);
    assertThat(open.moreTriggers()).isEqualTo(100 - RecordingWindow.MOST_TRIGGERS);

    for (int second = 1100; second < 20_000; second += 10) {
      at(second, Causes.xid(31));
    }
    assertThat(recordings).isOne();
  }

  @Test
  void anotherCauseDuringAStormHasARecordingOfItsOwn() {
    for (int second = 1000; second < 2000; second += 10) {
      at(second, Causes.xid(31));
    }
    at(2000, Causes.xid(79));

    assertThat(recordings).isEqualTo(2);
    assertThat(plan.open().orElseThrow().first()).isEqualTo(Causes.xid(79));
  }

  @ParameterizedTest
  @CsvSource({"1200, 1", "1299, 1", "1300, 2", "5000, 2"})
  void theSameCauseIsRecordedAgainAfterItWasQuietForFiveMinutes(int second, int expected) {
    at(1000, Causes.xid(79));
    at(second, Causes.xid(79));

    assertThat(recordings).isEqualTo(expected);
  }

  @Test
  void onlyCausesOfTheLastMinutesAreRemembered() {
    for (int code = 0; code < 1000; code++) {
      at(1000 + 60 * code, Causes.xid(code));
    }

    assertThat(plan.lastSeen()).hasSize(5);
  }
}
