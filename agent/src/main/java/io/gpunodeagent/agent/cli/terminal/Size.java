// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.terminal;

/**
 * Size of a terminal.
 *
 * @param columns at least 1
 * @param rows at least 1
 */
public record Size(int columns, int rows) {

  /** What a terminal has that does not say. */
  public static final Size USUAL = new Size(80, 24);
}
