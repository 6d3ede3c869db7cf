package io.gpunodeagent.agent.config;

import static io.gpunodeagent.agent.config.Setting.Kind.LIVE;
import static io.gpunodeagent.agent.config.value.ValueTypes.bool;
import static io.gpunodeagent.agent.config.value.ValueTypes.integer;

import io.gpunodeagent.core.policy.rule.PolicyRules;

/**
 * The rows of the table of settings that hold for all policies. The rules themselves are lists
 * below {@code policies}, which no row can hold.
 */
final class PolicySettings {

  static final SettingRows ROWS = new SettingRows();

  private static final PolicyRules NONE = PolicyRules.none();

  static final Setting<Boolean> DRY_RUN =
      ROWS.add(
          "policies.dryRun",
          bool(),
          NONE.dryRun(),
          LIVE,
          "Whether what policies decide is only reported, by metrics and Events with"
              + " `dry_run=\"true\"`, and nothing is done: no mark, no eviction, no change of a"
              + " GPU but that what was set before is taken back.");

  static final Setting<Integer> EVICTIONS =
      ROWS.add(
          "policies.evictionsPerHour",
          integer(0, 1000),
          NONE.budget().evictionsPerHour(),
          LIVE,
          "The most pods of this node that are evicted in any hour, whatever the rules say.");

  private PolicySettings() {}
}
