// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy.rule;

import io.gpunodeagent.core.usage.clock.UsageRules;
import io.gpunodeagent.core.usage.evidence.ActivityThresholds;
import java.time.Duration;

/**
 * By what a rule judges activity. Rules with the same one share the clocks.
 *
 * @param thresholds what counts as use
 * @param warmUp after the start of a container, in which rest is not judged
 * @param window over which activity and shares are judged, at least ten periods
 */
public record ActivityCriteria(ActivityThresholds thresholds, Duration warmUp, Duration window) {

  /** The one the node's own figures are made by. */
  public static ActivityCriteria of(UsageRules rules) {
    return new ActivityCriteria(rules.thresholds(), rules.warmUp(), rules.window());
  }

  /** The node's rules with these criteria; a window shorter than it can be is lengthened. */
  public UsageRules over(UsageRules rules) {
    var least = rules.period().multipliedBy(UsageRules.LEAST_PERIODS);
    return new UsageRules(
        rules.period(),
        window.compareTo(least) < 0 ? least : window,
        warmUp,
        rules.keep(),
        thresholds);
  }
}
