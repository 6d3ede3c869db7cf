// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.recorder;

import io.gpunodeagent.core.document.RefusedException;

/** A recording that cannot be used; the message says why, as the words after its name. */
public final class UnusableRecordingException extends Exception {

  private static final long serialVersionUID = 1L;

  UnusableRecordingException(String predicate) {
    super(predicate);
  }

  UnusableRecordingException(RefusedException refused) {
    super(String.valueOf(refused.getMessage()), refused);
  }

  /** Why. */
  public String predicate() {
    return String.valueOf(getMessage());
  }
}
