// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy.decision;

import io.gpunodeagent.core.policy.rule.PolicyAction;
import java.util.Locale;

/** How far a pod is on the ladder of its rule. The lower-case name is a label value. */
public enum Stage {
  /** Nothing is to be done. */
  WATCHED,
  /** It is to be announced; the notice runs. */
  ANNOUNCED,
  /** The notice is over: it is to be marked as reclaimable. */
  MARKED,
  /** The notice is over: it is to be marked, and may be evicted now. */
  DUE;

  /** The lower-case name. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The farthest stage that {@code action} leads to. */
  public static Stage farthest(PolicyAction action) {
    return switch (action) {
      case OBSERVE -> WATCHED;
      case NOTIFY -> ANNOUNCED;
      case MARK -> MARKED;
      case EVICT -> DUE;
    };
  }
}
