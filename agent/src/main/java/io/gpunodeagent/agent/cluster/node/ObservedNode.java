// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Node as the server has it.
 *
 * @param uid of this Node, not of another with its name
 * @param version of the object, which every change of any part of it moves on
 * @param marks its labels and annotations, whoever wrote them
 * @param managers who holds a field, by field; the agent under {@link #AGENT}, others by the name
 *     they give themselves. A field without an entry was written before servers kept account
 * @param condition the agent's, where it is
 * @param taints all, whoever wrote them, in the order they have
 */
public record ObservedNode(
    String uid,
    String version,
    NodeMarks marks,
    Map<String, Set<String>> managers,
    Optional<ConditionText> condition,
    List<NodeTaint> taints) {

  /** The agent's field manager. */
  public static final String AGENT = "gpu-node-agent";

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]*");

  public ObservedNode {
    taints = List.copyOf(taints);
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

  /** Whether another field manager holds the field with another value than this. */
  public boolean contests(String field, String value) {
    return Optional.ofNullable(marks.fields().get(field))
        .filter(found -> !found.equals(value))
        .filter(_ -> !managers.getOrDefault(field, Set.of()).equals(Set.of(AGENT)))
        .isPresent();
  }

  /**
   * Whether this was read after a change that {@code other} does not show. Versions are compared as
   * numbers without leading zeros, as Kubernetes has them; of any other kind, another is a later
   * one.
   */
  public boolean isNewerThan(ObservedNode other) {
    if (!NUMBER.matcher(version).matches() || !NUMBER.matcher(other.version).matches()) {
      return !version.equals(other.version);
    }
    int longer = Integer.compare(version.length(), other.version.length());
    return longer == 0 ? version.compareTo(other.version) > 0 : longer > 0;
  }

  /** The same with other marks, held by {@code managers}. */
  public ObservedNode with(NodeMarks others, Map<String, Set<String>> holders) {
    return new ObservedNode(uid, version, others, holders, condition, taints);
  }

  /** Its taints with this key. */
  public List<NodeTaint> taintsOf(String key) {
    return taints.stream().filter(taint -> taint.key().equals(key)).toList();
  }

  /** The same with this taint, or none, in place of those with this key. */
  public ObservedNode tainted(String key, Optional<NodeTaint> taint) {
    var others = new ArrayList<>(taints);
    others.removeIf(one -> one.key().equals(key));
    taint.ifPresent(others::add);
    return new ObservedNode(uid, version, marks, managers, condition, others);
  }

  /** The same with another condition. */
  public ObservedNode with(ConditionText other) {
    return new ObservedNode(uid, version, marks, managers, Optional.of(other), taints);
  }
}
