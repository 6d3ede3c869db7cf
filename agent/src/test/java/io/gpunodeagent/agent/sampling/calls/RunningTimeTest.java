// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.calls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunningTimeTest {

  /** Milliseconds: when the thread means to be back after 1000, when it is, the pause that was. */
  @ParameterizedTest
  @CsvSource({"500, 1500, 0", "500, 1200, 0", "500, 1740, 0", "500, 7500, 6000", "0, 61000, 60000"})
  void whatAWaitLastsLongerThanItShouldIsAPause(long wait, long back, long pause) {
    var time = new RunningTime(millis(1000));
    time.mark(millis(1000), millis(wait));
    time.mark(millis(back), 0);
    assertThat(time.paused()).isEqualTo(millis(pause));
  }

  @ParameterizedTest
  @CsvSource({"100, 0", "5000, 5000"})
  void aPauseBetweenTwoWaitsCountsToo(long busy, long pause) {
    var time = new RunningTime(0);
    time.mark(0, millis(1000));
    time.mark(millis(1000), 0);
    time.mark(millis(1000 + busy), millis(1000));
    assertThat(time.paused()).isEqualTo(millis(pause));
  }

  private static long millis(long millis) {
    return millis * 1_000_000;
  }
}
