// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.replay.PastRange;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReplayProgressTest {

  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong();

  private ReplayProgress progress(boolean terminal) {
    return new ReplayProgress(
        new PrintStream(bytes, true, StandardCharsets.UTF_8),
        new PastRange(FROM, FROM.plus(Duration.ofHours(10))),
        terminal,
        nanos::get);
  }

  private String said() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void eachWholePercentIsSaidOnce() {
    var progress = progress(false);
    for (int second = 0; second <= 36_000; second += 10) {
      progress.accept(FROM.plusSeconds(second));
    }
    assertThat(said().lines()).hasSize(101);
    assertThat(said()).endsWith("replayed 100 %, to 2026-01-01T10:00:00Z\n");
  }

  @Test
  void whatIsLeftFollowsFromWhatWasSpent() {
    var progress = progress(false);
    nanos.set(Duration.ofSeconds(10).toNanos());
    progress.accept(FROM.plus(Duration.ofHours(1)));
    assertThat(said()).isEqualTo("replayed 10 %, to 2026-01-01T01:00:00Z, about 90 s left\n");
  }

  @Test
  void aTerminalHasOneLineAndNoneAtTheEnd() {
    var progress = progress(true);
    progress.accept(FROM);
    progress.accept(FROM.plus(Duration.ofHours(5)));
    progress.end();
    assertThat(said()).doesNotContain("\n").contains("\r", "50 %").endsWith("\r\u001b[K");
  }
}
