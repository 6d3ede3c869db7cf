package io.gpunodeagent.agent.cli;

import io.gpunodeagent.agent.cluster.NodeMarks;
import io.gpunodeagent.agent.cluster.ObservedNode;
import io.gpunodeagent.agent.labels.LabelSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A label or annotation that is on the Node otherwise than the agent would have it.
 *
 * @param field as in {@link NodeMarks}
 * @param live what is there; empty text when nothing is
 * @param wanted what the agent would put there; empty text when nothing
 * @param holders who holds what is there; empty when nobody is known to
 */
record NodeDifference(String field, String live, String wanted, Set<String> holders) {

  /** When the agent started, which is never what it was at the last start. */
  private static final Set<String> EVER_NEW = Set.of(NodeMarks.LABELS + "nvidia.com/gfd.timestamp");

  /**
   * All differences, by field. What others put there beside the agent's is none, nor is what cannot
   * be told now.
   */
  static List<NodeDifference> between(ObservedNode node, LabelSet wanted) {
    var live = node.marks().fields();
    var marks = NodeMarks.of(wanted.labels(), wanted.annotations());
    var wished = new TreeMap<>(marks.fields());
    var fields = new TreeSet<>(wished.keySet());
    fields.addAll(node.own().fields().keySet());
    return fields.stream()
        .filter(field -> !(EVER_NEW.contains(field) && live.containsKey(field)))
        .filter(field -> wished.containsKey(field) || !wanted.isUntold(key(field)))
        .filter(field -> !Objects.equals(live.get(field), wished.get(field)))
        .map(
            field ->
                new NodeDifference(
                    field,
                    live.getOrDefault(field, ""),
                    wished.getOrDefault(field, ""),
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
  String name() {
    return (field.startsWith(NodeMarks.LABELS) ? "label " : "annotation ") + key(field);
  }

  /** One line: {@code +} to be added, {@code -} to be removed, {@code ~} to be changed. */
  String line() {
    if (live.isEmpty()) {
      return "+ " + name() + "=" + wanted;
    }
    if (wanted.isEmpty()) {
      return "- " + name() + "=" + live;
    }
    return "~ " + name() + ": " + live + " -> " + wanted + held();
  }

  private String held() {
    return holders.isEmpty() || holders.equals(Set.of(ObservedNode.AGENT))
        ? ""
        : " (held by " + String.join(", ", holders) + ")";
  }
}
