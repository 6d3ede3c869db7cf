// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy.rule;

import java.util.List;
import java.util.Optional;

/**
 * All rules of a node. Of each kind, the first that matches a pod is the pod's.
 *
 * @param dryRun whether decisions are only reported and nothing is done
 * @param idle rules for idle pods
 * @param timeSlice rules for pods that share a GPU
 * @param budget what may be done at most
 * @param ownNamespace the agent's own, whose pods are never touched; empty when it is not known
 */
public record PolicyRules(
    boolean dryRun,
    List<IdleRule> idle,
    List<TimeSliceRule> timeSlice,
    Budget budget,
    Optional<String> ownNamespace) {

  public PolicyRules {
    idle = List.copyOf(idle);
    timeSlice = List.copyOf(timeSlice);
  }

  /** No rules, dry run, no evictions. */
  public static PolicyRules none() {
    return new PolicyRules(true, List.of(), List.of(), new Budget(0), Optional.empty());
  }

  /** Whether any rule says how a GPU is to be set. */
  public boolean shapeDevices() {
    return timeSlice.stream().anyMatch(rule -> rule.device().isPresent());
  }

  /**
   * What may be done at most.
   *
   * @param evictionsPerHour of this node, in any hour
   */
  public record Budget(int evictionsPerHour) {}
}
