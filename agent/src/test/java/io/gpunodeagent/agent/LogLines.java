// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What one logger is given from INFO on, kept from the console until closed. */
public final class LogLines extends Handler implements AutoCloseable {

  private final Logger logger;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Formatter formatter =
      new Formatter() {
        @Override
        public String format(LogRecord record) {
          return record.getLevel() + " " + formatMessage(record);
        }
      };

  /** What the logger of {@code owner} is given. */
  public LogLines(Class<?> owner) {
    logger = Logger.getLogger(owner.getName());
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
    logger.setLevel(Level.INFO);
  }

  /** Waits for a line, and returns all since the last call. */
  public List<String> await() {
    Eventually.until("a line in the log", () -> !lines.isEmpty());
    return take();
  }

  /** All since the last call. */
  public List<String> take() {
    var taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  @Override
  public void publish(LogRecord record) {
    lines.add(formatter.format(record));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
    logger.setLevel(null);
  }
}
