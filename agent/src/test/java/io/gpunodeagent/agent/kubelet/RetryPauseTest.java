package io.gpunodeagent.agent.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPauseTest {

  @ParameterizedTest
  @CsvSource({
    "PT10S, 0, PT10S",
    "PT10S, 1, PT20S",
    "PT10S, 2, PT40S",
    "PT10S, 4, PT2M40S",
    "PT10S, 5, PT5M",
    "PT10S, 2147483647, PT5M",
    "PT10M, 0, PT10M",
    "PT10M, 1, PT10M",
  })
  void everyRefusalDoublesThePauseUpToALimit(Duration period, int refusals, Duration pause) {
    assertThat(RetryPause.after(period, refusals)).isEqualTo(pause);
  }
}
