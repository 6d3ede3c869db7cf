package io.gpunodeagent.agent.publishing;

import io.gpunodeagent.agent.cluster.ConditionText;
import io.gpunodeagent.agent.cluster.NodeMarks;
import io.gpunodeagent.agent.health.NodeCondition;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is to be on the Node.
 *
 * @param marks labels and annotations, all of the agent's
 * @param untold keys, or beginnings of keys and {@code *}, that cannot be told now: what is there
 *     stays
 * @param takeOver keys of labels that are the agent's to write even where somebody else holds them
 * @param condition empty leaves the condition as it is
 */
public record Wish(
    NodeMarks marks, Set<String> untold, Set<String> takeOver, Optional<ConditionText> condition) {

  private static final String ANY = "*";

  public Wish {
    untold = Set.copyOf(untold);
    takeOver = Set.copyOf(takeOver);
  }

  /** Labels and annotations, and nothing else. */
  public static Wish of(Map<String, String> labels, Map<String, String> annotations) {
    return new Wish(NodeMarks.of(labels, annotations), Set.of(), Set.of(), Optional.empty());
  }

  /** The same with what cannot be told now. */
  public Wish untold(Set<String> keys) {
    return new Wish(marks, keys, takeOver, condition);
  }

  /** The same with labels to take over. */
  public Wish takingOver(Set<String> keys) {
    return new Wish(marks, untold, keys, condition);
  }

  /** The same with a condition. */
  public Wish with(Optional<NodeCondition> told) {
    return new Wish(
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
                    one.lastTransition())));
  }

  /** The same without annotations and condition. */
  Wish labelsOnly() {
    return new Wish(NodeMarks.of(marks.labels(), Map.of()), untold, takeOver, Optional.empty());
  }

  /** The marks, with what is untold as it is on the Node. */
  NodeMarks keeping(NodeMarks own) {
    return new NodeMarks(
        kept(marks.labels(), own.labels()), kept(marks.annotations(), own.annotations()));
  }

  private TreeMap<String, String> kept(Map<String, String> now, Map<String, String> before) {
    var kept = new TreeMap<>(now);
    before.forEach(
        (key, value) -> {
          if (isUntold(key)) {
            kept.putIfAbsent(key, value);
          }
        });
    return kept;
  }

  private boolean isUntold(String key) {
    return untold.stream()
        .anyMatch(
            told ->
                told.endsWith(ANY)
                    ? key.startsWith(told.substring(0, told.length() - 1))
                    : key.equals(told));
  }
}
