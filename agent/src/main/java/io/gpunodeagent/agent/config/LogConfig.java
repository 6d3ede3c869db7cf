// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

/**
 * What the agent says of itself, on standard error.
 *
 * @param level the least severe line that is written; audit lines are written at every level
 * @param format one line of text, or one JSON object a line
 */
public record LogConfig(Level level, Format format) {

  /** Severities, most severe first. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  /** How a line is written. */
  public enum Format {
    TEXT,
    JSON
  }
}
