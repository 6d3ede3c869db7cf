// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.view;

import io.gpunodeagent.agent.cluster.node.NodeMarks;
import io.gpunodeagent.agent.cluster.node.ObservedNode;
import io.gpunodeagent.core.labels.LabelSet;
import io.gpunodeagent.core.labels.Labels;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A label or annotation that is on the Node otherwise than the agent would have it.
 *
 * @param field as in {@link NodeMarks}
 * @param live what is there; empty when nothing is
 * @param wanted what the agent would put there; empty when nothing
 * @param holders who holds what is there; empty when nobody is known to
 */
public record NodeDifference(
    String field, Optional<String> live, Optional<String> wanted, Set<String> holders) {

  /**
   * All differences, by field. What others put there beside the agent's is none, nor is what is not
   * known now, nor another value of what changes from moment to moment.
   */
  public static List<NodeDifference> between(ObservedNode node, LabelSet wanted) {
    var live = node.marks().fields();
    var marks = NodeMarks.of(wanted.labels(), wanted.annotations());
    var desired = new TreeMap<>(marks.fields());
    var fields = new TreeSet<>(desired.keySet());
    fields.addAll(node.own().fields().keySet());
    return fields.stream()
        .filter(field -> !(Labels.OF_THE_MOMENT.contains(key(field)) && live.containsKey(field)))
        .filter(field -> desired.containsKey(field) || !wanted.isUnknown(key(field)))
        .filter(field -> !Objects.equals(live.get(field), desired.get(field)))
        .map(
            field ->
                new NodeDifference(
                    field,
                    Optional.ofNullable(live.get(field)),
                    Optional.ofNullable(desired.get(field)),
                    new TreeSet<>(node.managers().getOrDefault(field, Set.of()))))
        .toList();
  }

  private static String key(String field) {
    return Stream.of(NodeMarks.LABELS, NodeMarks.ANNOTATIONS)
        .filter(field::startsWith)
        .map(prefix -> field.substring(prefix.length()))
        .findFirst()
        .orElse(field);
  }

  /** {@code label} or {@code annotation}, and its key. */
  public String name() {
    return (field.startsWith(NodeMarks.LABELS) ? "label " : "annotation ") + key(field);
  }

  /** One line: {@code +} to be added, {@code -} to be removed, {@code ~} to be changed. */
  public String line() {
    if (live.isEmpty()) {
      return "+ " + name() + "=" + wanted.orElse("");
    }
    return wanted
        .map(value -> "~ " + name() + ": " + live.get() + " -> " + value + held())
        .orElseGet(() -> "- " + name() + "=" + live.get());
  }

  private String held() {
    return holders.isEmpty() || holders.equals(Set.of(ObservedNode.AGENT))
        ? ""
        : " (held by " + String.join(", ", holders) + ")";
  }
}
