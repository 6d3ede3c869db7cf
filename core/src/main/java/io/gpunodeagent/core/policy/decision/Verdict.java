// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy.decision;

import java.util.Locale;

/** Whether what a rule waits for holds. The lower-case name is a label value. */
public enum Verdict {
  /** It holds, and is proven up to now. */
  MET,
  /** It does not hold. */
  NOT_MET,
  /** It is unknown now: nothing may be done. */
  UNKNOWN;

  /** The lower-case name. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
