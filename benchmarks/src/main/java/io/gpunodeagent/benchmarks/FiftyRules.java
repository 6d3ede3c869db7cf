// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.benchmarks;

import io.gpunodeagent.core.policy.rule.ActivityCriteria;
import io.gpunodeagent.core.policy.rule.Globs;
import io.gpunodeagent.core.policy.rule.IdleRule;
import io.gpunodeagent.core.policy.rule.Match;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.usage.clock.UsageRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Rules that are all asked: only the last is for the pods. */
final class FiftyRules {

  static final int COUNT = 50;

  private FiftyRules() {}

  /** The rules, which share the node's clocks. */
  static PolicyRules of(UsageRules by) {
    var idle = new ArrayList<IdleRule>();
    for (int i = 1; i < COUNT; i++) {
      var namespaces = i % 2 == 0 ? Globs.ANY : Globs.of("team-*-" + i, "lab-*-" + i, "n*s-" + i);
      idle.add(
          rule(
              "rule-" + i,
              new Match(
                  namespaces,
                  Map.of("app", "jupyter"),
                  Set.of("Notebook", "StatefulSet"),
                  OptionalInt.of(500),
                  Globs.of("*H100*"),
                  Match.Sharing.ANY,
                  Optional.empty()),
              by));
    }
    idle.add(rule("rest", Match.ANY, by));
    return new PolicyRules(
        true, idle, List.of(), new PolicyRules.Budget(2), Optional.of("gpu-node-agent"));
  }

  private static IdleRule rule(String name, Match match, UsageRules by) {
    return new IdleRule(
        name,
        match,
        Duration.ofMinutes(30),
        ActivityCriteria.of(by),
        Duration.ofMinutes(10),
        PolicyAction.MARK,
        true,
        Duration.ofHours(4));
  }
}
