package io.gpunodeagent.agent.app;

import io.gpunodeagent.agent.config.LogConfig;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/** Sets up {@link System.Logger}, which the JDK backs with {@code java.util.logging}. */
public final class Logging {

  /** Libraries whose information is of no use to whoever runs the agent. */
  private static final List<Logger> QUIET =
      List.of(Logger.getLogger("io.helidon"), Logger.getLogger("io.micrometer"));

  /** Reports clients that were cut off as if they were faults of the server. */
  private static final Logger CONNECTIONS =
      Logger.getLogger("io.helidon.webserver.ConnectionHandler");

  private Logging() {}

  /** Writes to {@code out} as {@code config} says, from now on. */
  public static void configure(LogConfig config, PrintStream out) {
    var root = Logger.getLogger("");
    for (var before : root.getHandlers()) {
      root.removeHandler(before);
    }
    root.setLevel(level(config.level()));
    root.addHandler(new Lines(out, config.format()));
    boolean debug = config.level() == LogConfig.Level.DEBUG;
    QUIET.forEach(logger -> logger.setLevel(debug ? Level.INFO : Level.WARNING));
    CONNECTIONS.setLevel(debug ? Level.INFO : Level.SEVERE);
  }

  private static Level level(LogConfig.Level level) {
    return switch (level) {
      case ERROR -> Level.SEVERE;
      case WARN -> Level.WARNING;
      case INFO -> Level.INFO;
      case DEBUG -> Level.FINE;
    };
  }

  /** Each line is out before the next statement runs; the stream is the caller's to close. */
  private static final class Lines extends StreamHandler {

    Lines(OutputStream out, LogConfig.Format format) {
      super(out, new LogLine(format));
      setLevel(Level.ALL);
    }

    @Override
    public synchronized void publish(LogRecord record) {
      super.publish(record);
      flush();
    }

    @Override
    public synchronized void close() {
      flush();
    }
  }
}
