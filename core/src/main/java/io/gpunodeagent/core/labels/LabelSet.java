package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.snapshot.KeyPatterns;
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
 * @param untold what cannot be told now, though it may exist: a key, or the beginning of keys and
 *     {@code *}. Its absence from {@code labels} says nothing; the last good value stays
 * @param problems what was dropped or could not be told, and why
 */
public record LabelSet(
    SequencedMap<String, String> labels,
    SequencedMap<String, String> annotations,
    Set<String> untold,
    List<Problem> problems) {

  public LabelSet {
    labels = Collections.unmodifiableSequencedMap(new TreeMap<>(labels));
    annotations = Collections.unmodifiableSequencedMap(new TreeMap<>(annotations));
    untold = Collections.unmodifiableSet(new TreeSet<>(untold));
    problems = List.copyOf(problems);
  }

  /** Nothing to say, and nothing untold: as of a node without GPUs. */
  public static LabelSet empty() {
    return new LabelSet(new TreeMap<>(), new TreeMap<>(), Set.of(), List.of());
  }

  /** Whether the key's absence says nothing. */
  public boolean isUntold(String key) {
    return KeyPatterns.of(untold).accepts(key);
  }

  /** The same with nothing told of labels that begin so. */
  public LabelSet withholding(String prefix) {
    var told = new TreeMap<>(labels);
    told.keySet().removeIf(key -> key.startsWith(prefix));
    var withheld = new TreeSet<>(untold);
    withheld.add(prefix + "*");
    return new LabelSet(told, annotations, withheld, problems);
  }

  /** The same, with the label's value as it was published last, if both have it. */
  LabelSet withLasting(String key, LabelSet before) {
    var lasting = new TreeMap<>(labels);
    lasting.computeIfPresent(key, (_, value) -> before.labels().getOrDefault(key, value));
    return new LabelSet(lasting, annotations, untold, problems);
  }

  /**
   * The same, with what is untold taken from what was published last.
   *
   * @param before labels and annotations published last
   */
  public LabelSet keeping(LabelSet before) {
    var kept = KeyPatterns.of(untold);
    return new LabelSet(
        kept.filled(labels, before.labels()),
        kept.filled(annotations, before.annotations()),
        untold,
        problems);
  }
}
