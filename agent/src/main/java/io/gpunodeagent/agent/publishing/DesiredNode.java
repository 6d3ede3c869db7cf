package io.gpunodeagent.agent.publishing;

import io.gpunodeagent.agent.cluster.node.ConditionText;
import io.gpunodeagent.agent.cluster.node.NodeMarks;
import io.gpunodeagent.core.health.HealthTaint;
import io.gpunodeagent.core.health.NodeCondition;
import io.gpunodeagent.core.snapshot.KeyPatterns;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be on the Node.
 *
 * @param marks labels and annotations, all of the agent's
 * @param untold keys, or beginnings of keys and {@code *}, that cannot be told now: what is there
 *     stays
 * @param takeOver keys of labels that are the agent's to write even where somebody else holds them
 * @param condition empty leaves the condition as it is
 * @param taint what is to become of the taint
 */
public record DesiredNode(
    NodeMarks marks,
    Set<String> untold,
    Set<String> takeOver,
    Optional<ConditionText> condition,
    HealthTaint.Decision taint) {

  public DesiredNode {
    untold = Set.copyOf(untold);
    takeOver = Set.copyOf(takeOver);
  }

  /** Labels and annotations, and nothing else. */
  public static DesiredNode of(Map<String, String> labels, Map<String, String> annotations) {
    return new DesiredNode(
        NodeMarks.of(labels, annotations),
        Set.of(),
        Set.of(),
        Optional.empty(),
        new HealthTaint.Decision.Leave());
  }

  /** The same with what cannot be told now. */
  public DesiredNode untold(Set<String> keys) {
    return new DesiredNode(marks, keys, takeOver, condition, taint);
  }

  /** The same with labels to take over. */
  public DesiredNode takingOver(Set<String> keys) {
    return new DesiredNode(marks, untold, keys, condition, taint);
  }

  /** The same with a condition. */
  public DesiredNode with(Optional<NodeCondition> told) {
    return new DesiredNode(
        marks,
        untold,
        takeOver,
        told.map(
            one ->
                new ConditionText(
                    NodeCondition.TYPE,
                    one.status().text(),
                    one.reason(),
                    one.message(),
                    one.lastTransition())),
        taint);
  }

  /** The same with what is to become of the taint. */
  public DesiredNode tainted(HealthTaint.Decision decision) {
    return new DesiredNode(marks, untold, takeOver, condition, decision);
  }

  /** The same without annotations, condition and taint. */
  DesiredNode labelsOnly() {
    return new DesiredNode(
        NodeMarks.of(marks.labels(), Map.of()),
        untold,
        takeOver,
        Optional.empty(),
        new HealthTaint.Decision.Leave());
  }

  /** The marks, with what is untold as it is on the Node. */
  NodeMarks keeping(NodeMarks own) {
    var kept = KeyPatterns.of(untold);
    return new NodeMarks(
        kept.filled(marks.labels(), own.labels()),
        kept.filled(marks.annotations(), own.annotations()));
  }
}
