package io.gpunodeagent.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTest {

  private final BackOff backOff = new BackOff(Duration.ofNanos(10), Duration.ofNanos(35));

  @Test
  void isDueBeforeAnyFailure() {
    assertThat(backOff.due(0)).isTrue();
  }

  @Test
  void waitsTwiceAsLongAfterEachFailureUpToTheLimit() {
    long now = 0;
    for (long delay : new long[] {10, 20, 35, 35}) {
      backOff.failed(now);
      assertThat(backOff.due(now + delay - 1)).isFalse();
      assertThat(backOff.due(now + delay)).isTrue();
      now += delay;
    }
  }

  @Test
  void startsOverAfterASuccess() {
    backOff.failed(0);
    backOff.failed(10);
    backOff.succeeded();
    assertThat(backOff.due(11)).isTrue();
    backOff.failed(11);
    assertThat(backOff.due(21)).isTrue();
  }
}
