// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage.clock;

/** Whether an allocation is used. The lower-case name is a label value. */
public enum Activity {
  /** Use above the floor was seen in the window. */
  ACTIVE,
  /** Every source was present and at rest, without a gap. */
  IDLE,
  /** Anything else: a gap in the data is never idleness. */
  UNKNOWN
}
