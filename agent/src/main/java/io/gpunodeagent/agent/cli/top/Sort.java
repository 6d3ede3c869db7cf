// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.top;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** By what rows are ordered, and the key that says so. */
public enum Sort {
  GPU('g'),
  UTIL('u'),
  MEMORY('m'),
  IDLE('i'),
  POWER('p');

  private final char key;

  Sort(char key) {
    this.key = key;
  }

  /** The order that a key asks for. */
  static Optional<Sort> by(int codePoint) {
    return Arrays.stream(values()).filter(sort -> sort.key == codePoint).findFirst();
  }

  /** The lower-case name. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
