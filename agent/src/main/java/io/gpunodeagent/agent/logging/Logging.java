// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.logging;

import io.gpunodeagent.agent.audit.AuditLine;
import io.gpunodeagent.agent.config.LogConfig;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/** Sets up {@link System.Logger}, which the JDK backs with {@code java.util.logging}. */
public final class Logging {

  private static final Logger LOG = System.getLogger("log");

  /** Libraries whose information is of no use to whoever runs the agent. */
  private static final List<java.util.logging.Logger> QUIET =
      List.of(
          java.util.logging.Logger.getLogger("io.helidon"),
          java.util.logging.Logger.getLogger("io.micrometer"));

  /** Reports clients that were cut off as if they were faults of the server. */
  private static final java.util.logging.Logger CONNECTIONS =
      java.util.logging.Logger.getLogger("io.helidon.webserver.ConnectionHandler");

  /** Kept here: a logger that nobody holds forgets its level. */
  private static final java.util.logging.Logger AUDIT =
      java.util.logging.Logger.getLogger(AuditLine.LOGGER);

  private static @Nullable LogWriter writer;

  private Logging() {}

  /**
   * Writes to {@code out} as {@code config} says, from now on. The audit log is written at every
   * level: what was done to a pod or a GPU must be on record.
   */
  public static synchronized void configure(LogConfig config, PrintStream out) {
    var before = writer;
    boolean same = before != null && before.out().equals(out);
    var next = same ? Objects.requireNonNull(before) : new LogWriter(out, Logging::reportLoss);
    writer = next;
    var root = java.util.logging.Logger.getLogger("");
    for (var handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.setLevel(level(config.level()));
    AUDIT.setLevel(Level.INFO);
    root.addHandler(new Lines(next, new LogLine(config.format())));
    boolean debug = config.level() == LogConfig.Level.DEBUG;
    QUIET.forEach(logger -> logger.setLevel(debug ? Level.INFO : Level.WARNING));
    CONNECTIONS.setLevel(debug ? Level.INFO : Level.SEVERE);
    if (before != null && !same) {
      before.close();
    }
  }

  /**
   * Waits until what was logged is written, at most for {@code patience}: a log that nobody reads
   * holds nobody up.
   */
  public static void flush(Duration patience) {
    var current = current();
    if (current != null) {
      current.flush(patience);
    }
  }

  /** Lines that were dropped because the log was not read, since the start. */
  public static LostLines dropped() {
    var current = current();
    return current == null ? LostLines.none() : current.dropped();
  }

  private static synchronized @Nullable LogWriter current() {
    return writer;
  }

  private static void reportLoss(LostLines lost) {
    LOG.log(
        lost.audit() > 0 ? Logger.Level.ERROR : Logger.Level.WARNING,
        "{0} log lines and {1} audit lines were dropped: the reader of the log was too slow",
        lost.other(),
        lost.audit());
  }

  private static Level level(LogConfig.Level level) {
    return switch (level) {
      case ERROR -> Level.SEVERE;
      case WARN -> Level.WARNING;
      case INFO -> Level.INFO;
      case DEBUG -> Level.FINE;
    };
  }

  /** Formats in the thread that logs and leaves writing to the writer. Closing it does nothing. */
  private static final class Lines extends Handler {

    private final LogWriter writer;

    Lines(LogWriter writer, LogLine format) {
      this.writer = writer;
      setFormatter(format);
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord record) {
      if (isLoggable(record)) {
        writer.write(getFormatter().format(record), LogLine.isAudit(record));
      }
    }

    /** Does nothing: only the end of the process waits for the writer. */
    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
