// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.document;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A mapping, read key by key and strictly: what is written and never asked for is a problem, with
 * the nearest key that was. Where problems go is whoever reads it to say: a list collects all of
 * them, {@link #refusing} ends the reading at the first. Confined to one reading.
 */
public final class MappingReader {

  /**
   * A key whose value was asked for, written or not.
   *
   * @param path of the key in the document
   * @param rule which values are right
   * @param otherwise the value of one that is not written; empty when it has none
   * @param required whether it must be written
   */
  public record Asked(String path, String rule, Optional<Object> otherwise, boolean required) {}

  private final Node node;
  private final Consumer<Problem> problems;
  private final Consumer<Asked> observer;
  private final Map<String, Node> entries = new LinkedHashMap<>();
  private final Set<String> asked = new HashSet<>();

  /** The keys of {@code node}; anything but a mapping is a problem and reads as an empty one. */
  public MappingReader(Node node, Consumer<Problem> problems) {
    this(node, problems, _ -> {});
  }

  /** The same, with what is asked for in it and below it given to {@code observer}. */
  public MappingReader(Node node, Consumer<Problem> problems, Consumer<Asked> observer) {
    this.node = node;
    this.problems = problems;
    this.observer = observer;
    if (node instanceof Node.Mapping mapping) {
      mapping.entries().forEach(this::add);
    } else {
      problems.accept(noMapping(node));
    }
  }

  /** The keys of {@code node}, of which nothing is read after the first problem. */
  public static MappingReader refusing(Node node) {
    return new MappingReader(
        node,
        problem -> {
          throw new RefusedException(problem);
        });
  }

  private void add(Node.Entry entry) {
    if (entries.putIfAbsent(entry.key(), entry.value()) != null) {
      problems.accept(Problem.at(entry.value().place(), "is written twice", "keep one of the two"));
    }
  }

  /** What is said of a node that is to be a mapping and is none. */
  public static Problem noMapping(Node node) {
    var way =
        node.place().path().isEmpty()
            ? "begin with a key and a colon"
            : "write keys, indented below it";
    return node instanceof Node.Scalar
        ? Problem.of(node, "is no mapping", way)
        : Problem.of(node, node.kind() + ", and no mapping", way);
  }

  /** Where the mapping begins. */
  public Place place() {
    return node.place();
  }

  /** Whether {@code key} is written. */
  public boolean has(String key) {
    return entries.containsKey(key);
  }

  /** What stands under {@code key}. */
  public Optional<Node> find(String key) {
    asked.add(key);
    return Optional.ofNullable(entries.get(key));
  }

  /** The value of {@code key}; empty when it is not written or wrong. */
  public <T> Optional<T> get(String key, Form<T> form) {
    return get(key, form, Optional.empty(), false);
  }

  /** The value of {@code key}, or {@code otherwise}. */
  public <T> T get(String key, Form<T> form, T otherwise) {
    return get(key, form, Optional.of(otherwise), false).orElse(otherwise);
  }

  private <T> Optional<T> get(
      String key, Form<T> form, Optional<Object> otherwise, boolean required) {
    ask(key, form, otherwise, required);
    return find(key).flatMap(found -> read(found, form));
  }

  private void ask(String key, Form<?> form, Optional<Object> otherwise, boolean required) {
    ask(key, form.rule(), otherwise, required);
  }

  private void ask(String key, String rule, Optional<Object> otherwise, boolean required) {
    observer.accept(new Asked(node.place().key(key).path(), rule, otherwise, required));
  }

  /** The value of {@code key}, which must be written; a problem reads as {@code otherwise}. */
  public <T> T require(String key, Form<T> form, T otherwise) {
    if (find(key).isEmpty()) {
      problems.accept(missing(key, form.rule()));
    }
    return get(key, form, Optional.empty(), true).orElse(otherwise);
  }

  /**
   * The value of {@code key}, without which the whole document is of no use.
   *
   * @throws RefusedException when it is not written or wrong
   */
  public <T> T take(String key, Form<T> form) {
    var found = find(key).orElseThrow(() -> new RefusedException(missing(key, form.rule())));
    return form.reader()
        .apply(found)
        .orElseThrow(() -> new RefusedException(wrong(found, form.rule())));
  }

  private Problem missing(String key, String rule) {
    return Problem.at(node.place().key(key), "missing", "use " + rule);
  }

  private <T> Optional<T> read(Node found, Form<T> form) {
    var value = form.reader().apply(found);
    if (value.isEmpty()) {
      problems.accept(wrong(found, form.rule()));
    }
    return value;
  }

  private static Problem wrong(Node found, String rule) {
    var predicate = found instanceof Node.Scalar ? "is not valid" : found.kind();
    return Problem.of(found, predicate, "use " + rule);
  }

  /** The items of {@code key}; one value may stand for a list of one. */
  public <T> List<T> list(String key, Form<T> form) {
    ask(key, form, Optional.empty(), false);
    var items =
        find(key).map(found -> found instanceof Node.Items list ? list.items() : List.of(found));
    var values = new ArrayList<T>();
    items.orElse(List.of()).forEach(item -> read(item, form).ifPresent(values::add));
    return values;
  }

  /** The keys and values of the mapping under {@code key}, whatever the keys. */
  public <T> Map<String, T> values(String key, Form<T> form) {
    ask(key, form, Optional.empty(), false);
    var values = new LinkedHashMap<String, T>();
    find(key)
        .map(found -> new MappingReader(found, problems))
        .ifPresent(
            child ->
                child.entries.forEach(
                    (each, found) ->
                        read(found, form).ifPresent(value -> values.put(each, value))));
    return values;
  }

  /** The mapping under {@code key}; empty when it is not written. */
  public Optional<MappingReader> child(String key) {
    ask(key, "a mapping", Optional.empty(), false);
    return find(key).map(found -> new MappingReader(found, problems, observer));
  }

  /** The mappings listed under {@code key}; none when it is not written. */
  public List<MappingReader> children(String key) {
    ask(key, "a list of mappings", Optional.empty(), false);
    return find(key).map(found -> items(found, problems, observer)).orElse(List.of());
  }

  /** The mappings that are the items of a list. */
  public static List<MappingReader> items(
      Node node, Consumer<Problem> problems, Consumer<Asked> observer) {
    if (node instanceof Node.Items list) {
      return list.items().stream()
          .map(item -> new MappingReader(item, problems, observer))
          .toList();
    }
    problems.accept(
        Problem.at(node.place(), node.kind() + ", and no list", "begin each item with a hyphen"));
    return List.of();
  }

  /** Reports what is written and was never asked for. */
  public void finish() {
    entries.forEach(
        (key, found) -> {
          if (!asked.contains(key)) {
            problems.accept(unknown(key, found));
          }
        });
  }

  private Problem unknown(String key, Node found) {
    var known = asked.stream().sorted().toList();
    return Problem.unknown(
        found.place().where(),
        found.place().path(),
        "key",
        Suggestion.nearest(key, known),
        "use " + Alternatives.of(known));
  }

  /**
   * Reports a problem of {@code key}.
   *
   * @param predicate what, as the words that follow its value where it has one
   */
  public void report(String key, String predicate, String remedy) {
    problems.accept(problem(key, predicate, remedy));
  }

  /** What is to be said of {@code key}. */
  public Problem problem(String key, String predicate, String remedy) {
    var found = entries.get(key);
    return found == null
        ? Problem.at(node.place().key(key), predicate, remedy)
        : Problem.of(found, predicate, remedy);
  }
}
