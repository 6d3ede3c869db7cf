// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.replay.prometheus;

/** An answer has more than can be held: to be asked for less. */
final class TooMuchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TooMuchException() {
    super("an answer is too long");
  }
}
