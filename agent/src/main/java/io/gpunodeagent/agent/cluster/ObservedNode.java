package io.gpunodeagent.agent.cluster;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A Node as the server has it.
 *
 * @param uid of this Node, not of another with its name
 * @param marks its labels and annotations, whoever wrote them
 * @param managers who holds a field, by field; the agent under {@link #AGENT}, others by the name
 *     they give themselves. A field without an entry was written before servers kept account
 * @param condition the agent's, where it is
 */
public record ObservedNode(
    String uid,
    NodeMarks marks,
    Map<String, Set<String>> managers,
    Optional<ConditionText> condition) {

  /** The agent's field manager. */
  public static final String AGENT = "gpu-node-agent";

  public ObservedNode {
    managers =
        managers.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> Set.copyOf(e.getValue())));
  }

  /**
   * Who holds the label; empty when it was written before servers kept account, or is not there.
   */
  public Set<String> managersOf(String label) {
    return managers.getOrDefault(NodeMarks.LABELS + label, Set.of());
  }

  /** What the agent holds, with the values as they are. */
  public NodeMarks own() {
    var own = new TreeMap<>(marks.fields());
    own.keySet().removeIf(field -> !managers.getOrDefault(field, Set.of()).contains(AGENT));
    return NodeMarks.ofFields(own);
  }

  /** Whether somebody else holds the field with another value than this. */
  public boolean contests(String field, String value) {
    return Optional.ofNullable(marks.fields().get(field))
        .filter(found -> !found.equals(value))
        .filter(_ -> !managers.getOrDefault(field, Set.of()).equals(Set.of(AGENT)))
        .isPresent();
  }
}
