// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy.rule;

import java.util.Locale;

/** How far a rule goes, from least to most. The lower-case name is what is written. */
public enum PolicyAction {
  /** Metrics only. */
  OBSERVE,
  /** An event and annotations of the pod announce it. */
  NOTIFY,
  /** The pod is marked as reclaimable: a controller of the cluster acts. */
  MARK,
  /** The agent evicts the pod. */
  EVICT;

  /** The lower-case name. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The lesser of the two. */
  public PolicyAction atMost(PolicyAction other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
