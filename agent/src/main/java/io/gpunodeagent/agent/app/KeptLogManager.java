package io.gpunodeagent.agent.app;

import java.util.logging.LogManager;

/**
 * Goes on logging while the process ends. The JDK's own takes all handlers away as soon as the end
 * begins, and with them what is done last: what is taken back from a GPU, and that it is over.
 */
public final class KeptLogManager extends LogManager {

  /** What has the JDK use it; to be set before anything logs. */
  public static void use() {
    System.setProperty("java.util.logging.manager", KeptLogManager.class.getName());
  }

  /** Does nothing: {@link Logging} replaces its handler itself, and that one is never closed. */
  @Override
  public void reset() {}
}
