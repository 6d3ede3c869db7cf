// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.json;

import io.gpunodeagent.core.policy.rule.PolicyRules;
import java.time.Duration;
import java.util.Collections;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * What is known of the agent itself beside the state.
 *
 * @param node the node's name, as the metrics label it
 * @param version of the agent
 * @param samplingPeriod from one pass to the next
 * @param policies the rules in force
 * @param enforcementProblems what keeps decisions from being carried out, by what it is
 */
public record AgentFacts(
    String node,
    String version,
    Duration samplingPeriod,
    PolicyRules policies,
    SequencedMap<String, String> enforcementProblems) {

  public AgentFacts {
    enforcementProblems = Collections.unmodifiableSequencedMap(new TreeMap<>(enforcementProblems));
  }
}
