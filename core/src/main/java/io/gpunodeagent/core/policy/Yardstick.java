package io.gpunodeagent.core.policy;

import io.gpunodeagent.core.usage.Floors;
import io.gpunodeagent.core.usage.UsageRules;
import java.time.Duration;

/**
 * By what a rule judges activity. Rules with the same one share the clocks.
 *
 * @param floors what counts as use
 * @param warmUp after the start of a container, in which rest is not judged
 * @param window over which activity and shares are judged, at least ten periods
 */
public record Yardstick(Floors floors, Duration warmUp, Duration window) {

  /** The one the node's own figures are made by. */
  public static Yardstick of(UsageRules rules) {
    return new Yardstick(rules.floors(), rules.warmUp(), rules.window());
  }

  /** The node's rules with this yardstick; a window shorter than it can be is lengthened. */
  UsageRules over(UsageRules rules) {
    var least = rules.period().multipliedBy(UsageRules.LEAST_PERIODS);
    return new UsageRules(
        rules.period(), window.compareTo(least) < 0 ? least : window, warmUp, rules.keep(), floors);
  }
}
