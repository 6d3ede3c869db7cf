// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.format;

/** Escaping of the text formats. */
final class Escaping {

  private Escaping() {}

  /** A label value: backslash, quote and line feed. OpenMetrics wants the same of help texts. */
  static String quoted(String text) {
    return help(text).replace("\"", "\\\"");
  }

  /** A help text of format 0.0.4: backslash and line feed. */
  static String help(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n");
  }
}
