// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.persistence;

import io.gpunodeagent.core.document.RefusedException;
import io.gpunodeagent.core.text.OneLine;

/** A file that is not what this agent wrote; the message is one line that says what is wrong. */
final class UnusableException extends Exception {

  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 200;

  private final String line;

  UnusableException(String line) {
    super(line);
    this.line = OneLine.of(line, LONGEST);
  }

  UnusableException(RefusedException refused) {
    this(refused.problem().line());
  }

  @Override
  public String getMessage() {
    return line;
  }
}
