// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import io.gpunodeagent.core.policy.decision.Exclusion;
import io.gpunodeagent.core.policy.decision.Stage;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import java.util.Optional;
import java.util.Set;

/**
 * How far a rule goes for a pod.
 *
 * @param granted the most that may be done
 * @param exclusions why that is less than the rule wants, or would be if it wanted more
 */
record RuleGrant(PolicyAction granted, Set<Exclusion> exclusions) {

  static RuleGrant of(PolicyAction wanted, Set<Exclusion> exclusions) {
    var granted = wanted;
    for (var exclusion : exclusions) {
      granted = granted.atMost(exclusion.allows());
    }
    return new RuleGrant(granted, exclusions);
  }

  /**
   * The stage of a pod.
   *
   * @param proven whether what was announced is still proven to hold now
   */
  Stage stage(Optional<Announcement> announced, boolean proven) {
    if (announced.isEmpty()) {
      return Stage.WATCHED;
    }
    var farthest = Stage.farthest(granted);
    boolean over = announced.get().over() && proven;
    return over || farthest == Stage.WATCHED ? farthest : Stage.ANNOUNCED;
  }
}
