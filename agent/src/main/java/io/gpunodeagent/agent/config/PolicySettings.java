// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import static io.gpunodeagent.agent.config.Setting.Kind.LIVE;
import static io.gpunodeagent.agent.config.value.ValueTypes.bool;
import static io.gpunodeagent.agent.config.value.ValueTypes.integer;

import io.gpunodeagent.agent.config.policy.PolicyReader;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code policies}: what holds for all rules. The rules themselves are lists, which
 * {@link PolicyReader} reads.
 */
final class PolicySettings {

  private PolicySettings() {}

  /** What holds for all rules, without any. */
  static PolicyRules read(Section root, Sources sources) {
    var policies = root.section("policies");
    return new PolicyRules(
        policies.get(
            "dryRun",
            bool(),
            true,
            LIVE,
            "Whether what policies decide is only reported, by metrics and Events with"
                + " `dry_run=\"true\"`, and nothing is done: no mark, no eviction, no change of a"
                + " GPU but that what was set before is taken back."),
        List.of(),
        List.of(),
        new PolicyRules.Budget(
            policies.get(
                "evictionsPerHour",
                integer(0, 1000),
                2,
                LIVE,
                "The most pods of this node that are evicted in any hour, whatever the rules"
                    + " say.")),
        Optional.ofNullable(sources.environment().get("POD_NAMESPACE")));
  }
}
