// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.audit.AuditLine;
import io.gpunodeagent.agent.config.LogConfig;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogLineTest {

  private static LogRecord record(Level level, String message) {
    var record = new LogRecord(level, message);
    record.setLoggerName("io.gpunodeagent.agent.sampling");
    record.setInstant(Instant.parse("2026-05-01T12:00:00.0421Z"));
    return record;
  }

  @Test
  void textIsTimeLevelLoggerMessage() {
    assertThat(new LogLine(LogConfig.Format.TEXT).format(record(Level.WARNING, "GPU lost gpu=3")))
        .isEqualTo("2026-05-01T12:00:00.042Z WARN sampling GPU lost gpu=3\n");
  }

  @Test
  void jsonHasTheSameFields() {
    assertThat(new LogLine(LogConfig.Format.JSON).format(record(Level.FINE, "said \"so\"\nthen")))
        .isEqualTo(
            "{\"time\":\"2026-05-01T12:00:00.042Z\",\"level\":\"debug\",\"logger\":\"sampling\","
                + "\"message\":\"said \\\"so\\\"\\nthen\"}\n");
  }

  @Test
  void whateverIsLoggedStaysOnOneLine() {
    var record = record(Level.SEVERE, "a forged\n2026-01-01 INFO line\u001b[31m");
    record.setThrown(new IllegalStateException("two\nlines"));
    var line = new LogLine(LogConfig.Format.TEXT).format(record);
    assertThat(line.strip().lines()).hasSize(1);
    assertThat(line)
        .doesNotContain("\u001b")
        .contains("ERROR sampling a forged 2026-01-01 INFO line")
        .contains("error=\"java.lang.IllegalStateException: two lines\"")
        .contains("at=\"io.gpunodeagent.agent.logging.LogLineTest.");
  }

  @Test
  void aMessageWithoutEndIsCut() {
    var line =
        new LogLine(LogConfig.Format.TEXT)
            .format(record(Level.INFO, "x".repeat(LogLine.MAX_MESSAGE + 12)));
    assertThat(line).endsWith("xxx... (12 more characters)\n");
  }

  @Test
  void anAuditLineIsNeverCut() {
    var object = "{\"audit\":\"" + "x".repeat(LogLine.MAX_MESSAGE) + "\"}";
    var record = record(Level.INFO, object);
    record.setLoggerName(AuditLine.LOGGER);
    assertThat(new LogLine(LogConfig.Format.TEXT).format(record)).endsWith(object + "\n");
  }
}
