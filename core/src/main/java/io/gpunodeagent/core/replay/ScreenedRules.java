// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import io.gpunodeagent.core.policy.rule.Globs;
import io.gpunodeagent.core.policy.rule.IdleRule;
import io.gpunodeagent.core.policy.rule.Match;
import io.gpunodeagent.core.policy.rule.Match.Sharing;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Rules without what DCGM's metrics cannot tell. A rule that asks for such a thing keeps its place,
 * takes every pod that it may be for, and does nothing: neither it nor a later rule marks them.
 *
 * @param rules to replay
 * @param unjudged what each such rule asks for, by name
 * @param timeSlice time-slice rules, of which none is replayed
 */
public record ScreenedRules(
    PolicyRules rules, SequencedMap<String, List<String>> unjudged, List<String> timeSlice) {

  public ScreenedRules {
    timeSlice = List.copyOf(timeSlice);
  }

  /** What of {@code rules} can be replayed. */
  public static ScreenedRules of(PolicyRules rules, boolean productsKnown) {
    var unjudged = new LinkedHashMap<String, List<String>>();
    var idle = new ArrayList<IdleRule>();
    for (var rule : rules.idle()) {
      var beyond = beyond(rule.match(), productsKnown);
      idle.add(beyond.isEmpty() ? rule : disarmed(rule, productsKnown));
      if (!beyond.isEmpty()) {
        unjudged.put(rule.name(), beyond);
      }
    }
    return new ScreenedRules(
        new PolicyRules(rules.dryRun(), idle, List.of(), rules.budget(), rules.ownNamespace()),
        unjudged,
        rules.timeSlice().stream().map(rule -> rule.name()).toList());
  }

  private static List<String> beyond(Match match, boolean productsKnown) {
    var keys = new ArrayList<String>();
    add(keys, "podSelector", !match.podSelector().isEmpty());
    add(keys, "workloadKinds", !match.workloadKinds().isEmpty());
    add(keys, "maxPriority", match.maxPriority().isPresent());
    add(keys, "gpuProducts", !productsKnown && !match.gpuProducts().isAny());
    add(keys, "sharing", !shows(match.sharing()));
    return keys;
  }

  private static void add(List<String> keys, String key, boolean asked) {
    if (asked) {
      keys.add(key);
    }
  }

  /** Replicas show only where the exporter is configured to show them. */
  private static boolean shows(Sharing sharing) {
    return switch (sharing) {
      case ANY, MIG -> true;
      case EXCLUSIVE, TIME_SLICED, MPS -> false;
    };
  }

  private static IdleRule disarmed(IdleRule rule, boolean productsKnown) {
    var match = rule.match();
    var wide =
        new Match(
            match.namespaces(),
            Map.of(),
            Set.of(),
            OptionalInt.empty(),
            productsKnown ? match.gpuProducts() : Globs.ANY,
            shows(match.sharing()) ? match.sharing() : Sharing.ANY,
            match.schedule());
    return new IdleRule(
        rule.name(),
        wide,
        rule.idleAfter(),
        rule.activity(),
        rule.notice(),
        PolicyAction.OBSERVE,
        rule.allowOverride(),
        rule.maxIdleAfter());
  }
}
