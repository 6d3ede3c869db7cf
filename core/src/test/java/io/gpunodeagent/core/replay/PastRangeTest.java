// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PastRangeTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.5Z");

  @ParameterizedTest
  @CsvSource({
    "24h, 2026-11-20T12:00:00Z, 2026-11-21T12:00:00Z",
    "1d12h, 2026-11-20T00:00:00Z, 2026-11-21T12:00:00Z",
    "90m, 2026-11-21T10:30:00Z, 2026-11-21T12:00:00Z",
    "2026-11-19T00:00:00Z/2026-11-20T01:00:00+01:00, 2026-11-19T00:00:00Z, 2026-11-20T00:00:00Z"
  })
  void aRangeIsReadAsItIsWritten(String text, Instant from, Instant to) {
    assertThat(PastRange.parse(text, NOW)).contains(new PastRange(from, to));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "5m", "40d", "-1h", "a/b", "/", "24h/now"})
  void whatIsNoRangeOrTooShortOrTooLongIsRefused(String text) {
    assertThat(PastRange.parse(text, NOW)).isEmpty();
  }

  @Test
  void whatEndsBeforeItBeginsIsRefused() {
    assertThat(PastRange.parse("2026-11-20T00:00:00Z/2026-11-19T00:00:00Z", NOW)).isEmpty();
  }
}
