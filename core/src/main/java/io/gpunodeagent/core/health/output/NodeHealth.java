// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health.output;

import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.health.HealthRules;
import io.gpunodeagent.core.health.NodeCondition;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the Node object is to say of the health of its GPUs.
 *
 * @param labels as {@link HealthLabels} makes them
 * @param unknown beginnings of keys and {@code *}: labels of these that are on the Node stay
 * @param condition empty leaves the condition as it is
 * @param taint what is to become of the taint
 */
public record NodeHealth(
    SortedMap<String, String> labels,
    Set<String> unknown,
    Optional<NodeCondition> condition,
    HealthTaint.Decision taint) {

  public NodeHealth {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    unknown = Set.copyOf(unknown);
  }

  /**
   * What {@code health} says. Before all GPUs were judged, everything on the Node stays as it is: a
   * restart of the agent is no news of a GPU.
   *
   * @param conditionSince since when the condition on the Node has its status; empty when there is
   *     none
   */
  public static NodeHealth of(Health health, HealthRules rules, Optional<Instant> conditionSince) {
    if (!health.judged()) {
      return new NodeHealth(
          Collections.emptySortedMap(),
          Set.of(HealthLabels.ALL),
          Optional.empty(),
          new HealthTaint.Decision.Leave());
    }
    return new NodeHealth(
        HealthLabels.of(health),
        Set.of(),
        health.condition().or(() -> conditionSince.map(NodeHealth::noGpus)),
        HealthTaint.decide(health, rules));
  }

  /** A condition that an earlier run wrote must not outlive the GPUs it was about. */
  private static NodeCondition noGpus(Instant since) {
    return new NodeCondition(
        NodeCondition.Status.UNKNOWN, "NoGpus", "no GPU is known on this node", since);
  }
}
