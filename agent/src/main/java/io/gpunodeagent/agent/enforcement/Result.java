// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What came of a step.
 *
 * @param outcome in one word
 * @param reason one bounded line; empty when it was done
 * @param retryAfter the pause the server asks for, or zero
 */
record Result(Outcome outcome, Optional<String> reason, Duration retryAfter) {

  static Result done() {
    return new Result(Outcome.DONE, Optional.empty(), Duration.ZERO);
  }

  static Result of(Outcome outcome, String reason) {
    return new Result(outcome, Optional.of(reason), Duration.ZERO);
  }

  boolean isDone() {
    return outcome == Outcome.DONE;
  }

  /** In one word. The lower-case name is a label value. */
  enum Outcome {
    DONE,
    /** The pod, or what was known of it, is no longer what was judged: nothing was done. */
    STALE,
    /** The budget of the hour is used up, or could not be recorded: nothing was done. */
    WITHHELD,
    /** A disruption budget forbids it now. */
    BLOCKED,
    /** The server refuses it; only a person ends that. */
    REFUSED,
    /** No answer, or a failure of the server. */
    FAILED;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
