// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.terminal;

/** A key that was pressed. */
public sealed interface Key {

  /** A character. */
  record Typed(int codePoint) implements Key {}

  /** A key without a character. */
  enum Named implements Key {
    UP,
    DOWN,
    PAGE_UP,
    PAGE_DOWN,
    HOME,
    END,
    ENTER,
    BACKSPACE,
    ESCAPE,
    /** Ctrl-C or Ctrl-D where it comes as a key, or the end of input. */
    INTERRUPT,
    /** A key that has no meaning here. */
    OTHER
  }
}
