// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.backoff.Backoff;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Attempts and their delays. */
class RetriesTest {

  @Test
  void retriesAreDueWhenTheDelayIsOver() {
    var retries = new Retries(new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30)));
    assertThat(retries.due(Duration.ZERO)).isTrue();
    retries.failed(Duration.ofSeconds(10));
    assertThat(retries.due(Duration.ofMillis(10_999))).isFalse();
    assertThat(retries.due(Duration.ofSeconds(11))).isTrue();
    retries.failed(Duration.ofSeconds(20));
    assertThat(retries.until()).isEqualTo(Duration.ofSeconds(22));
    assertThat(retries.failures()).isEqualTo(2);
    retries.succeeded();
    assertThat(retries.due(Duration.ofSeconds(20))).isTrue();
    retries.failed(Duration.ofSeconds(30));
    assertThat(retries.until()).isEqualTo(Duration.ofSeconds(31));
  }
}
