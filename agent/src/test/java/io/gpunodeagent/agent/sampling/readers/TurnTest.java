// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.signal.Cadence;
import io.gpunodeagent.core.signal.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TurnTest {

  private static final long SLOW = 30;

  @ParameterizedTest
  @EnumSource(Cadence.class)
  void everythingIsReadAtFirst(Cadence cadence) {
    assertThat(new Turn(cadence, 1).due(-5)).isTrue();
  }

  @Test
  void fastThingsAreReadOnEveryPass() {
    var turn = read(Cadence.PASS, 1);
    assertThat(turn.due(0)).isTrue();
  }

  @Test
  void slowThingsAreSpreadOverTheirPeriod() {
    var turn = read(Cadence.SLOW, 0.5);
    assertThat(turn.due(14)).isFalse();
    assertThat(turn.due(15)).isTrue();
    turn.read(15, SLOW);
    assertThat(turn.due(44)).isFalse();
    assertThat(turn.due(45)).isTrue();
  }

  @Test
  void whatNeverChangesIsReadOnce() {
    assertThat(read(Cadence.STATIC, 1).due(1_000_000_000_000_000L)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Cadence.class)
  void whatFailedIsReadAgainAtOnce(Cadence cadence) {
    var turn = new Turn(cadence, 1);
    turn.answered(Reading.failed("f", 999), 0, SLOW);
    assertThat(turn.due(0)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Cadence.class)
  void whatIsNotSupportedRestsForTenSlowPeriods(Cadence cadence) {
    var turn = new Turn(cadence, 1);
    turn.answered(Reading.unsupported(), 0, SLOW);
    assertThat(turn.due(10 * SLOW - 1)).isFalse();
    assertThat(turn.due(10 * SLOW)).isTrue();
  }

  private static Turn read(Cadence cadence, double phase) {
    var turn = new Turn(cadence, phase);
    turn.answered(Reading.of(1), 0, SLOW);
    return turn;
  }
}
