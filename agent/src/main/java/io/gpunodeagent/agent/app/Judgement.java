package io.gpunodeagent.agent.app;

import io.gpunodeagent.agent.health.HealthRules;
import io.gpunodeagent.agent.policy.PolicyRules;
import io.gpunodeagent.agent.sampling.SamplingConfig;
import io.gpunodeagent.agent.usage.UsageRules;

/**
 * By what snapshots are judged.
 *
 * @param usage what counts as use
 * @param health what counts as a fault
 * @param policies what follows for pods
 */
record Judgement(UsageRules usage, HealthRules health, PolicyRules policies) {

  /** The rules that go with how often is sampled, and those written. */
  static Judgement of(SamplingConfig sampling, PolicyRules policies) {
    return new Judgement(
        UsageRules.defaults(sampling.period()),
        HealthRules.forSlowPeriod(sampling.slowPeriod()),
        policies);
  }
}
