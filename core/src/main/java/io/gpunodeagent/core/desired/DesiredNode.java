// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.desired;

import io.gpunodeagent.core.health.NodeCondition;
import io.gpunodeagent.core.health.output.HealthTaint;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is to be on the Node.
 *
 * @param labels all of the agent's, sorted
 * @param annotations all of the agent's, sorted
 * @param unknown keys, or beginnings of keys and {@code *}, whose values are not known now: what is
 *     on the Node stays
 * @param takeOver keys of labels that are the agent's to write even where another manager holds
 *     them
 * @param condition empty leaves the condition as it is
 * @param taint what is to become of the taint
 */
public record DesiredNode(
    SequencedMap<String, String> labels,
    SequencedMap<String, String> annotations,
    Set<String> unknown,
    Set<String> takeOver,
    Optional<NodeCondition> condition,
    HealthTaint.Decision taint) {

  public DesiredNode {
    labels = Collections.unmodifiableSequencedMap(new TreeMap<>(labels));
    annotations = Collections.unmodifiableSequencedMap(new TreeMap<>(annotations));
    unknown = Set.copyOf(unknown);
    takeOver = Set.copyOf(takeOver);
  }

  /** Labels and annotations, and nothing else. */
  public static DesiredNode of(Map<String, String> labels, Map<String, String> annotations) {
    return new DesiredNode(
        new TreeMap<>(labels),
        new TreeMap<>(annotations),
        Set.of(),
        Set.of(),
        Optional.empty(),
        new HealthTaint.Decision.Leave());
  }

  /** The same with keys whose values are not known now. */
  public DesiredNode unknown(Set<String> keys) {
    return new DesiredNode(labels, annotations, keys, takeOver, condition, taint);
  }

  /** The same with labels to take over. */
  public DesiredNode takingOver(Set<String> keys) {
    return new DesiredNode(labels, annotations, unknown, keys, condition, taint);
  }

  /** The same with a condition. */
  public DesiredNode with(Optional<NodeCondition> other) {
    return new DesiredNode(labels, annotations, unknown, takeOver, other, taint);
  }

  /** The same with what is to become of the taint. */
  public DesiredNode tainted(HealthTaint.Decision decision) {
    return new DesiredNode(labels, annotations, unknown, takeOver, condition, decision);
  }

  /** The same without annotations, condition and taint. */
  public DesiredNode labelsOnly() {
    return of(labels, Map.of()).unknown(unknown).takingOver(takeOver);
  }
}
