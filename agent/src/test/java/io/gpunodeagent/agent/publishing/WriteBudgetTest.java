// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many writes there may be over a long time. */
class WriteBudgetTest {

  private final WriteBudget budget = new WriteBudget(3, Duration.ofMinutes(5));

  @ParameterizedTest
  @CsvSource({"1, 3", "300, 4", "3600, 15", "86400, 291"})
  void aTimeHasAsManyAsGoAtOnceAndOneForEachPeriod(int seconds, int most) {
    var writes = 0;
    for (var second = 1; second <= seconds; second++) {
      var now = Duration.ofSeconds(second);
      while (budget.due().compareTo(now) <= 0) {
        budget.spend(now);
        writes++;
      }
    }
    assertThat(writes).isBetween(most - 1, most);
  }

  @Test
  void restingEarnsNoMoreThanGoAtOnce() {
    var day = Duration.ofDays(1);
    for (var write = 0; write < 3; write++) {
      assertThat(budget.due()).isLessThanOrEqualTo(day);
      budget.spend(day);
    }
    assertThat(budget.due()).isEqualTo(day.plus(Duration.ofMinutes(5)));
  }
}
