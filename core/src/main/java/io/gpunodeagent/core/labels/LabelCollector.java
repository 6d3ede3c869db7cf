// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.labels.syntax.LabelSyntax;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.text.KeyPatterns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Gathers labels, judging each by itself. Confined to one computation. */
final class LabelCollector {

  private final TreeMap<String, String> labels = new TreeMap<>();
  private final TreeMap<String, String> annotations = new TreeMap<>();
  private final Set<String> unknown = new TreeSet<>();
  private final List<Problem> problems = new ArrayList<>();

  /**
   * Sets a label in place of one put before. A value that Kubernetes would refuse is reported and
   * leaves the label absent: the value it was to replace is about something else.
   */
  void put(String key, Object value) {
    var text = String.valueOf(value);
    var problem = LabelSyntax.check(key, text);
    if (problem.isEmpty()) {
      labels.put(key, text);
    } else {
      labels.remove(key);
      problems.add(problem.get());
    }
  }

  /** Sets an annotation, whose value may be any text. */
  void annotate(String key, String value) {
    LabelSyntax.checkKey(key).ifPresentOrElse(problems::add, () -> annotations.put(key, value));
  }

  /** Takes labels back that are about something else than what is put next. */
  void remove(String... keys) {
    labels.keySet().removeAll(List.of(keys));
  }

  /**
   * Hands a reading's value on; one that failed leaves {@code keys} unknown, whatever was put there
   * before.
   */
  <T> void take(Reading<T> reading, Consumer<T> then, String... keys) {
    switch (reading) {
      case Reading.Value<T>(T value) -> then.accept(value);
      case Reading.Unsupported<T>() -> {}
      case Reading.Failed<T>(var function, var code) -> failed(function, code, keys);
    }
  }

  private void failed(String function, int code, String... keys) {
    labels.keySet().removeIf(KeyPatterns.of(List.of(keys))::accepts);
    unknown(keys);
    problem(String.join(", ", keys), function + " answered " + code, "the last good value stays");
  }

  /** The absence of these keys, or beginnings of keys with {@code *}, says nothing. */
  void unknown(String... keys) {
    unknown.addAll(List.of(keys));
  }

  /** Something is wrong; {@code key} names the label, the configuration key or the device. */
  void problem(String key, String complaint, String remedy) {
    problems.add(new Problem("", key, complaint, remedy));
  }

  /** Something is wrong with a value; {@code predicate} follows it. */
  void problem(String key, String value, String predicate, String remedy) {
    problems.add(Problem.of("", key, value, predicate, remedy));
  }

  /** Takes back the labels whose keys begin and end so: they are unknown after all. */
  void withhold(String beginning, String end) {
    var keys =
        labels.keySet().stream()
            .filter(key -> key.startsWith(beginning) && key.endsWith(end))
            .toList();
    keys.forEach(labels::remove);
    unknown.addAll(keys);
  }

  Optional<String> label(String key) {
    return Optional.ofNullable(labels.get(key));
  }

  LabelSet toSet() {
    return new LabelSet(labels, annotations, unknown, problems);
  }
}
