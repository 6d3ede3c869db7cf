// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.backoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long the agent waits after failures. */
class BackoffTest {

  @ParameterizedTest
  @CsvSource({
    // first, limit, failures, delay: in seconds
    "1, 30, 0, 0",
    "1, 30, 1, 1",
    "1, 30, 2, 2",
    "1, 30, 5, 16",
    "1, 30, 6, 30",
    "1, 30, 2147483647, 30",
    "3600, 7200, 2147483647, 7200",
    "600, 300, 9, 600",
    "0, 300, 9, 0"
  })
  void theDelayDoublesUpToTheLimit(int first, int limit, int failures, int seconds) {
    var backoff = new Backoff(Duration.ofSeconds(first), Duration.ofSeconds(limit));
    assertThat(backoff.delay(failures)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void aServerThatAsksForMoreGetsMore() {
    var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
    assertThat(backoff.delay(1, Duration.ofSeconds(90))).isEqualTo(Duration.ofSeconds(90));
    assertThat(backoff.delay(9, Duration.ofSeconds(9))).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aNodeAddsItsShareOfTheDelay() {
    var backoff = new Backoff(Duration.ofSeconds(4), Duration.ofSeconds(30), new NodeShare(0.5));
    assertThat(backoff.delay(1)).isEqualTo(Duration.ofSeconds(6));
    assertThat(backoff.delay(9, Duration.ofSeconds(100))).isEqualTo(Duration.ofSeconds(150));
  }

  @Test
  void aNegativeDelayIsRefused() {
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(-1), Duration.ofSeconds(1)))
        .hasMessageContaining("PT-1S");
  }
}
