// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.desired;

import io.gpunodeagent.core.labels.LabelSet;
import io.gpunodeagent.core.labels.OwnerFacts.Held;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a judgement must know of the Node as the API server has it.
 *
 * @param manager the agent's own name as a field manager
 * @param labels all labels, by key, with who holds them
 * @param ownLabels those that the agent holds, of this or an earlier run
 * @param ownAnnotations those that the agent holds
 * @param conditionSince since when the agent's condition has its status; empty when there is none
 */
public record CurrentNode(
    String manager,
    Map<String, Held> labels,
    Map<String, String> ownLabels,
    Map<String, String> ownAnnotations,
    Optional<Instant> conditionSince) {

  public CurrentNode {
    labels = Map.copyOf(labels);
    ownLabels = Map.copyOf(ownLabels);
    ownAnnotations = Map.copyOf(ownAnnotations);
  }

  /** What an earlier run has published. */
  LabelSet own() {
    return new LabelSet(
        new TreeMap<>(ownLabels), new TreeMap<>(ownAnnotations), Set.of(), List.of());
  }

  /** The values of all labels, by key. */
  Map<String, String> values() {
    return labels.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, label -> label.getValue().value()));
  }
}
