// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.policy.decision.Exclusion;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.PodDecision.PodRef;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.usage.Usage;
import io.gpunodeagent.core.usage.clock.UsageRules;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the rules say of the pods that hold devices.
 *
 * @param decisions of every pod that a rule of either kind is for, in the order of the devices
 * @param untouchable why nothing may be done to a pod, of every pod that holds devices and has such
 *     a reason, whether a rule is for it or not
 * @param history what the next snapshot is judged by
 */
public record Policies(
    List<PodDecision> decisions, Map<PodRef, Set<Exclusion>> untouchable, PolicyHistory history) {

  public Policies {
    decisions = List.copyOf(decisions);
    untouchable = Map.copyOf(untouchable);
  }

  /** Decisions of pods of which nothing else is known. */
  public Policies(List<PodDecision> decisions, PolicyHistory history) {
    this(decisions, Map.of(), history);
  }

  /** Nothing was judged yet. */
  public static Policies none() {
    return new Policies(List.of(), PolicyHistory.none());
  }

  /**
   * What the rules say after one snapshot more.
   *
   * @param attributed the snapshot, and who holds and who uses each device
   * @param pods as they were when it was attributed
   * @param judged what usage and health made of it
   */
  public Policies after(
      AttributedSnapshot attributed, Pods pods, Judged judged, PolicyRules rules) {
    return new PolicyStep(history, attributed, pods, judged, rules).taken();
  }

  /**
   * What was made of a snapshot before the rules are asked.
   *
   * @param usage of all allocations
   * @param by how it was judged
   * @param health of the GPUs
   */
  public record Judged(Usage usage, UsageRules by, Health health) {}

  /** What is to survive a restart of the agent in this boot of the machine. */
  public PolicyMemory memory(String bootId) {
    return history.memory(bootId);
  }

  /**
   * What survived a restart. The time between counts as unknown.
   *
   * @param bootId of this boot: what is of another is discarded
   */
  public static Policies restored(PolicyMemory memory, String bootId) {
    return memory.bootId().equals(bootId)
        ? new Policies(List.of(), PolicyHistory.of(memory))
        : none();
  }
}
