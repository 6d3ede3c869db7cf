// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.audit.AuditLine;
import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.config.LogConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoggingTest {

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @AfterEach
  void leaveTheLogAsItWas() {
    Logging.configure(Defaults.log(), System.err);
  }

  @ParameterizedTest
  @EnumSource
  void theAuditLogIsWrittenAtEveryLevel(LogConfig.Level level) {
    configure(level);
    System.getLogger(AuditLine.LOGGER).log(Level.INFO, "{\"audit\":\"action\"}");
    assertThat(lines()).singleElement().asString().endsWith(" INFO audit {\"audit\":\"action\"}");
  }

  @Test
  void otherLinesFollowTheLevel() {
    configure(LogConfig.Level.WARN);
    var other = System.getLogger("io.gpunodeagent.agent.sampling");
    other.log(Level.INFO, "one");
    other.log(Level.WARNING, "two");
    assertThat(lines()).singleElement().asString().endsWith(" WARN sampling two");
  }

  private void configure(LogConfig.Level level) {
    var out = new PrintStream(written, true, StandardCharsets.UTF_8);
    Logging.configure(new LogConfig(level, LogConfig.Format.TEXT), out);
  }

  private List<String> lines() {
    Logging.flush(Duration.ofSeconds(20));
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
