// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({"100ms, PT0.1S", "1m30s, PT1M30S", "2h, PT2H", "1h1ms, PT1H0.001S", "0s, PT0S"})
  void durationsRoundTrip(String text, Duration duration) {
    assertThat(DurationText.parse(text)).contains(duration);
    assertThat(DurationText.write(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"''", "1", "s", "1s1h", "-1s", "1 s", "1e3s", "9999999999s"})
  void whatIsNoDurationIsRefused(String text) {
    assertThat(DurationText.parse(text)).isEmpty();
  }
}
