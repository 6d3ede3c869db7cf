// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.policy.EvictionMemory;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The budget of evictions in an hour. */
class EvictionsTest {

  private static final Instant WALL = Instant.parse("2026-05-01T10:00:00Z");
  private static final Duration NOW = Duration.ofHours(50);
  private static final Duration HALF = Duration.ofMinutes(30);

  private final Evictions evictions = Evictions.of(EvictionMemory.none(), NOW, WALL);

  @Test
  void noMoreThanTheBudgetInAnyHour() {
    assertThat(evictions.take("a", 2, NOW, WALL)).isTrue();
    assertThat(evictions.take("b", 2, NOW.plus(HALF), WALL.plus(HALF))).isTrue();
    assertThat(evictions.take("c", 2, NOW.plus(HALF), WALL.plus(HALF))).isFalse();
    assertThat(evictions.take("c", 2, NOW.plus(HALF).plus(HALF), WALL)).isTrue();
    assertThat(evictions.take("d", 2, NOW.plus(HALF).plus(HALF), WALL)).isFalse();
  }

  @Test
  void aPodCountsOnceAndNotWhenNothingWasDone() {
    assertThat(evictions.take("a", 1, NOW, WALL)).isTrue();
    assertThat(evictions.take("a", 1, NOW, WALL)).isTrue();
    evictions.giveBack("a");
    assertThat(evictions.take("b", 1, NOW, WALL)).isTrue();
  }

  @Test
  void aBudgetOfNoneAdmitsNothing() {
    assertThat(evictions.take("a", 0, NOW, WALL)).isFalse();
  }

  @Test
  void itSurvivesARestartWithAnotherMonotonicClock() {
    evictions.take("a", 1, NOW, WALL);
    var soon = WALL.plus(HALF);
    var restarted = Evictions.of(evictions.memory(), Duration.ZERO, soon);

    assertThat(restarted.take("b", 1, Duration.ZERO, soon)).isFalse();
    assertThat(restarted.take("a", 1, Duration.ZERO, soon)).as("asked for again").isTrue();
    assertThat(restarted.take("b", 1, HALF, soon.plus(HALF))).isTrue();
  }

  @Test
  void aClockSetBackFreesNothing() {
    evictions.take("a", 1, NOW, WALL);
    var back = WALL.minus(Duration.ofDays(1));
    var restarted = Evictions.of(evictions.memory(), Duration.ZERO, back);

    assertThat(restarted.take("b", 1, HALF, back.plus(HALF))).isFalse();
    assertThat(restarted.take("b", 1, HALF.plus(HALF), back.plus(HALF))).isTrue();
  }
}
