package io.gpunodeagent.agent.labels;

import java.util.Collections;
import java.util.List;
import java.util.Map;
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
    List<LabelProblem> problems) {

  private static final String ANY = "*";

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
    return untold.contains(key)
        || untold.stream()
            .filter(pattern -> pattern.endsWith(ANY))
            .anyMatch(pattern -> key.startsWith(pattern.substring(0, pattern.length() - 1)));
  }

  /**
   * The same, with what is untold taken from what was published last.
   *
   * @param before labels and annotations published last
   */
  public LabelSet keeping(LabelSet before) {
    return new LabelSet(
        kept(labels, before.labels()), kept(annotations, before.annotations()), untold, problems);
  }

  private SequencedMap<String, String> kept(Map<String, String> now, Map<String, String> before) {
    var kept = new TreeMap<>(now);
    before.forEach(
        (key, value) -> {
          if (isUntold(key)) {
            kept.putIfAbsent(key, value);
          }
        });
    return kept;
  }
}
