// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.shaping;

import java.util.Locale;

/** What is to be done about a knob now. */
public sealed interface KnobStep {

  /** Nothing. */
  record Nothing() implements KnobStep {}

  /** What was set before is no longer ours: it is forgotten, and left as it is. */
  record Forget() implements KnobStep {}

  /**
   * A value is to be set.
   *
   * @param earlier what is to stand again in the end
   */
  record Set(Change change, String value, String earlier) implements KnobStep {}

  /** Why a value is set. The lower-case name is a label value. */
  enum Change {
    /** A rule asks for it. */
    APPLY,
    /** It was set before and somebody changed it. */
    REAPPLY,
    /** No rule asks for anything any more. */
    RESTORE;

    /** The lower-case name. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
