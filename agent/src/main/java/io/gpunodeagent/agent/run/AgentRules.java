// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import io.gpunodeagent.agent.config.AgentConfig;
import io.gpunodeagent.core.health.HealthRules;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.usage.clock.UsageRules;

/**
 * By what snapshots are judged.
 *
 * @param usage what counts as use
 * @param health what counts as a fault
 * @param policies what follows for pods
 */
public record AgentRules(UsageRules usage, HealthRules health, PolicyRules policies) {

  /** The rules that {@code config} comes to. */
  static AgentRules of(AgentConfig config) {
    return new AgentRules(
        UsageRules.defaults(config.sampling().period()), config.health(), config.policies());
  }
}
