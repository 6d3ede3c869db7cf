// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.shaping;

import java.util.Locale;
import java.util.Optional;

/**
 * How a knob stands.
 *
 * @param rule that asks for a value; empty when none does any more
 * @param desired the value it asks for
 * @param actual what was read last; empty while it is not known
 * @param reason what else is to be said, one line; empty text when nothing is
 * @param dryRun whether nothing may be set
 */
public record KnobState(
    Knob knob,
    Optional<String> rule,
    Optional<String> desired,
    Optional<String> actual,
    State state,
    String reason,
    boolean dryRun) {

  /** States of a knob. The lower-case name is a label value. */
  public enum State {
    /** It was read to stand at what is asked. */
    APPLIED,
    /** It would be set, were this no dry run. */
    PLANNED,
    /** What is asked would do harm. */
    REFUSED,
    /** This GPU or driver has no such setting. */
    UNSUPPORTED,
    /** What stands, or what is to stand, is not known. */
    UNKNOWN,
    /** Somebody else sets it again and again, and is let be for now. */
    CONTESTED,
    /** Setting it failed. */
    FAILED,
    /** What was set is taken back. */
    RELEASED;

    /** The lower-case name. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether the knob is known to stand at what is asked. */
  public boolean applied() {
    return state == State.APPLIED;
  }

  /** The same in another state. */
  public KnobState become(State other, Optional<String> found, String why) {
    return new KnobState(knob, rule, desired, found, other, why, dryRun);
  }
}
