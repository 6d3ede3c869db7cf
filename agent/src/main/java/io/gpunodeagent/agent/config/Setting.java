// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import io.gpunodeagent.agent.config.value.ValueType;
import java.util.Locale;

/**
 * One key of the configuration and everything the agent knows of it.
 *
 * @param key dotted, such as {@code sampling.slowPeriod}
 * @param type which values are right
 * @param defaultValue what holds when nothing is written
 * @param kind when a new value takes effect, and what else is asked of it
 * @param doc what it does, one or two sentences
 * @param <T> the value's type
 */
record Setting<T>(String key, ValueType<T> type, T defaultValue, Kind kind, String doc) {

  /** When a changed value takes effect. */
  enum Kind {
    /** On reload. */
    LIVE,
    /** At the next start. */
    RESTART,
    /** On reload, and it names a file that must be readable. */
    LIVE_FILE,
    /** At the next start, and it names a file that must be readable. */
    RESTART_FILE;

    boolean needsRestart() {
      return this == RESTART || this == RESTART_FILE;
    }

    boolean namesFile() {
      return this == LIVE_FILE || this == RESTART_FILE;
    }
  }

  private static final String PREFIX = "GPU_NODE_AGENT_";

  /** The environment variable that sets it: {@code GPU_NODE_AGENT_SAMPLING_SLOW_PERIOD}. */
  String variable() {
    var words = key.replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_');
    return PREFIX + words.toUpperCase(Locale.ROOT);
  }

  /** The default as text; empty when there is none. */
  String defaultText() {
    return type.writer().apply(defaultValue);
  }
}
