// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.text.KeyPatterns;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The labels and annotations of a node.
 *
 * @param labels by key, sorted; every key and value is one Kubernetes accepts
 * @param annotations by key, sorted
 * @param unknown what is not known now, though it may exist: a key, or the beginning of keys and
 *     {@code *}. Its absence from {@code labels} says nothing; the last good value stays
 * @param problems what was dropped or is not known, and why
 */
public record LabelSet(
    SequencedMap<String, String> labels,
    SequencedMap<String, String> annotations,
    Set<String> unknown,
    List<Problem> problems) {

  public LabelSet {
    labels = Collections.unmodifiableSequencedMap(new TreeMap<>(labels));
    annotations = Collections.unmodifiableSequencedMap(new TreeMap<>(annotations));
    unknown = Collections.unmodifiableSet(new TreeSet<>(unknown));
    problems = List.copyOf(problems);
  }

  /** No labels, and nothing unknown: as of a node without GPUs. */
  public static LabelSet empty() {
    return new LabelSet(new TreeMap<>(), new TreeMap<>(), Set.of(), List.of());
  }

  /** Whether the key's absence says nothing. */
  public boolean isUnknown(String key) {
    return KeyPatterns.of(unknown).accepts(key);
  }

  /** The same with labels that begin so unknown. */
  public LabelSet withholding(String prefix) {
    var kept = new TreeMap<>(labels);
    kept.keySet().removeIf(key -> key.startsWith(prefix));
    var withheld = new TreeSet<>(unknown);
    withheld.add(prefix + "*");
    return new LabelSet(kept, annotations, withheld, problems);
  }

  /** The same, with the label's value as it was published last, if both have it. */
  LabelSet withLasting(String key, LabelSet before) {
    var lasting = new TreeMap<>(labels);
    lasting.computeIfPresent(key, (_, value) -> before.labels().getOrDefault(key, value));
    return new LabelSet(lasting, annotations, unknown, problems);
  }

  /**
   * The same, with what is unknown taken from what was published last.
   *
   * @param before labels and annotations published last
   */
  public LabelSet keeping(LabelSet before) {
    var kept = KeyPatterns.of(unknown);
    return new LabelSet(
        kept.filled(labels, before.labels()),
        kept.filled(annotations, before.annotations()),
        unknown,
        problems);
  }
}
