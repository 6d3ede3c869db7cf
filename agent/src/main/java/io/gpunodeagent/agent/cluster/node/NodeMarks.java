// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.node;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Labels and annotations of a Node. A <em>field</em> is the path of one of them, such as {@code
 * metadata.labels.example.com/gpu}.
 *
 * @param labels by key, sorted
 * @param annotations by key, sorted
 */
public record NodeMarks(
    SequencedMap<String, String> labels, SequencedMap<String, String> annotations) {

  /** What the fields of labels begin with. */
  public static final String LABELS = "metadata.labels.";

  /** What the fields of annotations begin with. */
  public static final String ANNOTATIONS = "metadata.annotations.";

  public NodeMarks {
    labels = Collections.unmodifiableSequencedMap(new TreeMap<>(labels));
    annotations = Collections.unmodifiableSequencedMap(new TreeMap<>(annotations));
  }

  /** The labels and annotations, in any map. */
  public static NodeMarks of(Map<String, String> labels, Map<String, String> annotations) {
    return new NodeMarks(new TreeMap<>(labels), new TreeMap<>(annotations));
  }

  /** Those of a Node nobody marked. */
  public static NodeMarks none() {
    return of(Map.of(), Map.of());
  }

  /** All values by field, sorted. */
  public SequencedMap<String, String> fields() {
    var fields = new TreeMap<String, String>();
    labels.forEach((key, value) -> fields.put(LABELS + key, value));
    annotations.forEach((key, value) -> fields.put(ANNOTATIONS + key, value));
    return fields;
  }

  /** The marks with these fields. */
  public static NodeMarks ofFields(Map<String, String> fields) {
    var labels = new TreeMap<String, String>();
    var annotations = new TreeMap<String, String>();
    fields.forEach(
        (field, value) -> {
          if (field.startsWith(LABELS)) {
            labels.put(field.substring(LABELS.length()), value);
          } else if (field.startsWith(ANNOTATIONS)) {
            annotations.put(field.substring(ANNOTATIONS.length()), value);
          }
        });
    return new NodeMarks(labels, annotations);
  }

  /** These without some fields. */
  public NodeMarks without(Set<String> left) {
    var fields = new TreeMap<>(fields());
    fields.keySet().removeAll(left);
    return ofFields(fields);
  }

  /** These with some fields as they are in {@code others}, or as little there as in those. */
  public NodeMarks as(NodeMarks others, Set<String> changed) {
    var fields = new TreeMap<>(fields());
    var there = others.fields();
    for (var field : changed) {
      if (there.containsKey(field)) {
        fields.put(field, there.get(field));
      } else {
        fields.remove(field);
      }
    }
    return ofFields(fields);
  }

  /** The fields in which {@code others} differ, one of the two having none included. */
  public SequencedSet<String> differences(NodeMarks others) {
    var here = fields();
    var there = others.fields();
    var all = new TreeSet<>(here.keySet());
    all.addAll(there.keySet());
    all.removeIf(field -> Objects.equals(here.get(field), there.get(field)));
    return Collections.unmodifiableSequencedSet(all);
  }
}
