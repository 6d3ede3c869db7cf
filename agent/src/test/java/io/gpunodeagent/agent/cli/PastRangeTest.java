package io.gpunodeagent.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  @ParameterizedTest
  @CsvSource({
    "'policy', A command is missing",
    "'policy replay', Missing required option",
    "'policy replay --rules f --prometheus ftp://x', no address",
    "'policy replay --rules f --prometheus http://x --range soon', RFC 3339"
  })
  void wrongUsageIsOneLineAndCodeTwo(String line, String part) {
    var said = Shell.plain().run(line.split(" ", -1));
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err().lines()).hasSize(1);
    assertThat(said.err()).contains(part);
  }

  @Test
  void anAddressNobodyListensAtIsAFaultOfOneLine(@TempDir Path folder) throws IOException {
    var rules =
        Files.writeString(
            folder.resolve("rules.yaml"),
            "policies: {idle: [{name: a, idleAfter: 1h, action: mark}]}\n");
    var said =
        Shell.plain()
            .run(
                "policy",
                "replay",
                "--rules",
                rules.toString(),
                "--prometheus",
                "http://127.0.0.1:1");
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err().lines()).hasSize(1);
    assertThat(said.err()).contains("--prometheus http://127.0.0.1:1: ");
  }
}
