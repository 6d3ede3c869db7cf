// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.faults;

import io.gpunodeagent.core.document.Problem;

/**
 * An address or a file of the configuration that cannot be used. The message is one line with a way
 * out.
 */
public final class SetupException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String line;

  /** See {@link Problem#of}. */
  public SetupException(String key, Object value, String predicate, String remedy) {
    line = Problem.of("", key, value.toString(), predicate, remedy).line();
  }

  @Override
  public String getMessage() {
    return line;
  }
}
