// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.logging;

import java.util.logging.LogManager;

/**
 * Keeps the log going while the process ends. The JDK's own manager removes all handlers as soon as
 * the end begins. The last lines would be lost: what is taken back from a GPU, and that the agent
 * stopped.
 */
public final class KeptLogManager extends LogManager {

  /** The system property that names the manager. Set it before anything logs. */
  public static final String PROPERTY = "java.util.logging.manager";

  /** Does nothing: {@link Logging} replaces its handler itself and never closes it. */
  @Override
  public void reset() {}
}
