// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.logging;

import com.fasterxml.jackson.core.JsonFactory;
import io.gpunodeagent.agent.audit.AuditLine;
import io.gpunodeagent.agent.config.LogConfig;
import io.gpunodeagent.core.text.OneLine;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes one record as one line: {@code 2026-05-01T10:00:00.000Z INFO sampling GPU lost gpu=3}, or
 * the same as a JSON object. A stack trace stays on the line, innermost frame first.
 */
final class LogLine extends Formatter {

  private static final JsonFactory JSON = new JsonFactory();
  private static final String OURS = "io.gpunodeagent.agent.";
  private static final int FRAMES = 12;

  /**
   * Longer messages are cut: one line must not fill the memory of whoever collects the log. Not
   * those of the audit log, which are JSON objects: half of one says nothing.
   */
  static final int MAX_MESSAGE = 8_192;

  private final LogConfig.Format format;

  LogLine(LogConfig.Format format) {
    this.format = format;
  }

  @Override
  public String format(LogRecord record) {
    return switch (format) {
      case TEXT -> text(record);
      case JSON -> json(record);
    };
  }

  private String text(LogRecord record) {
    var line = new StringBuilder(160);
    line.append(time(record))
        .append(' ')
        .append(level(record.getLevel()).toUpperCase(Locale.ROOT))
        .append(' ')
        .append(logger(record))
        .append(' ')
        .append(oneLine(message(record)));
    var thrown = record.getThrown();
    if (thrown != null) {
      line.append(" error=\"").append(oneLine(thrown.toString())).append('"');
      line.append(" at=\"").append(frames(thrown)).append('"');
    }
    return line.append('\n').toString();
  }

  private String json(LogRecord record) {
    var text = new StringWriter(200);
    try (var json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("time", time(record));
      json.writeStringField("level", level(record.getLevel()));
      json.writeStringField("logger", logger(record));
      json.writeStringField("message", message(record));
      var thrown = record.getThrown();
      if (thrown != null) {
        json.writeStringField("error", thrown.toString());
        json.writeStringField("at", frames(thrown));
      }
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.append('\n').toString();
  }

  private String message(LogRecord record) {
    var message = String.valueOf(formatMessage(record));
    return message.length() <= MAX_MESSAGE || isAudit(record)
        ? message
        : message.substring(0, MAX_MESSAGE)
            + "... ("
            + (message.length() - MAX_MESSAGE)
            + " more characters)";
  }

  /** Whether it is a line of the audit log. */
  static boolean isAudit(LogRecord record) {
    return AuditLine.LOGGER.equals(record.getLoggerName());
  }

  private static String time(LogRecord record) {
    return String.format(
        Locale.ROOT, "%1$tFT%1$tT.%1$tLZ", record.getInstant().atOffset(ZoneOffset.UTC));
  }

  /** Our own packages by their last name. */
  private static String logger(LogRecord record) {
    var name = String.valueOf(record.getLoggerName());
    return name.startsWith(OURS) ? name.substring(OURS.length()) : name;
  }

  private static String level(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "error";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "warn";
    }
    return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
  }

  private static String frames(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace())
        .limit(FRAMES)
        .map(StackTraceElement::toString)
        .collect(Collectors.joining(" < "));
  }

  private static String oneLine(@Nullable String text) {
    return OneLine.joined(String.valueOf(text));
  }
}
