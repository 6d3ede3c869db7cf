// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.spi;

/** A scenario that cannot be played; the message is one line that says what to do. */
public final class ScenarioException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * A fault.
   *
   * @param message one line: place, thing, value, rule, way out
   */
  public ScenarioException(String message) {
    super(message);
  }

  /** A fault with the exception that showed it. */
  public ScenarioException(String message, Throwable cause) {
    super(message, cause);
  }
}
