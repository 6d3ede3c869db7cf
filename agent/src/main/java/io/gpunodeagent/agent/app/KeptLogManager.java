package io.gpunodeagent.agent.app;

import java.util.logging.LogManager;

/**
 * Goes on logging while the process ends. The JDK's own takes all handlers away as soon as the end
 * begins, and with them what is done last: what is taken back from a GPU, and that it is over.
 */
public final class KeptLogManager extends LogManager {

  /** The system property that names the manager; it counts if it is set before anything logs. */
  public static final String PROPERTY = "java.util.logging.manager";

  /** Does nothing: {@link Logging} replaces its handler itself, and that one is never closed. */
  @Override
  public void reset() {}
}
