package io.gpunodeagent.agent.config;

import io.gpunodeagent.core.document.Alternatives;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.document.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping below the table of settings, read key by key and strictly: what nobody asked for is a
 * problem, with the nearest key that was.
 */
final class RuleNode {

  private final String file;
  private final String path;
  private final Node place;
  private final List<Problem> problems;
  private final Map<String, Node> entries = new HashMap<>();
  private final Set<String> asked = new HashSet<>();

  /**
   * The mapping at {@code path}, which is empty for the whole document; anything else is a problem
   * and reads as an empty mapping.
   *
   * @param file as messages name it
   */
  RuleNode(String file, String path, Node node, List<Problem> problems) {
    this.file = file;
    this.path = path;
    this.place = node;
    this.problems = problems;
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(entry -> take(entry.getKeyNode(), entry.getValueNode()));
    } else {
      problems.add(noMapping(file, path, node));
    }
  }

  private void take(Node key, Node value) {
    if (!(key instanceof ScalarNode scalar)) {
      problems.add(at(key, path, "has a key that is no text", "name it with a text"));
    } else if (entries.putIfAbsent(scalar.getValue(), value) != null) {
      problems.add(at(key, below(scalar.getValue()), "is written twice", "keep one of the two"));
    }
  }

  /**
   * A node that is to be a mapping and is none; of the whole document where {@code path} is empty.
   */
  static Problem noMapping(String file, String path, Node node) {
    var place = file + ":" + line(node);
    var way = path.isEmpty() ? "begin with a key and a colon" : "write keys, indented below it";
    return node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)
        ? Problem.of(place, path, scalar.getValue(), "is no mapping", way)
        : new Problem(place, path, kind(node) + ", and no mapping", way);
  }

  /** Where it begins, from 1. */
  int line() {
    return line(place);
  }

  /** Whether {@code key} is written. */
  boolean has(String key) {
    return entries.containsKey(key);
  }

  /** The value of {@code key}; empty when it is not written or wrong. */
  <T> Optional<T> get(String key, ValueType<T> type) {
    return find(key).flatMap(node -> scalar(below(key), node, type));
  }

  /** The value of {@code key}, or {@code otherwise}. */
  <T> T get(String key, ValueType<T> type, T otherwise) {
    return get(key, type).orElse(otherwise);
  }

  /** The value of {@code key}, which must be written. */
  <T> T require(String key, ValueType<T> type, T otherwise) {
    if (find(key).isEmpty()) {
      problems.add(at(place, below(key), "missing", "use " + type.rule()));
    }
    return get(key, type, otherwise);
  }

  private <T> Optional<T> scalar(String full, Node node, ValueType<T> type) {
    if (!(node instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
      problems.add(at(node, full, kind(node), "use " + type.rule()));
      return Optional.empty();
    }
    var tag = scalar.getTag().getValue();
    if (tag.startsWith("!")) {
      problems.add(Problem.of(at(node), full, tag, "is a tag to YAML", "put the value in quotes"));
      return Optional.empty();
    }
    var value = type.parser().apply(scalar.getValue());
    if (value.isEmpty()) {
      problems.add(Problem.invalid(at(node), full, scalar.getValue(), type.rule()));
    }
    return value;
  }

  /** The items of {@code key}; one value may stand for a list of one. */
  <T> List<T> list(String key, ValueType<T> type) {
    var values = new ArrayList<T>();
    find(key)
        .ifPresent(
            node -> {
              if (node instanceof SequenceNode sequence) {
                for (int i = 0; i < sequence.getValue().size(); i++) {
                  scalar(below(key) + "[" + i + "]", sequence.getValue().get(i), type)
                      .ifPresent(values::add);
                }
              } else {
                scalar(below(key), node, type).ifPresent(values::add);
              }
            });
    return values;
  }

  /** The keys and values of the mapping behind {@code key}. */
  Map<String, String> texts(String key, ValueType<String> type) {
    var texts = new LinkedHashMap<String, String>();
    child(key)
        .ifPresent(
            child ->
                List.copyOf(child.entries.keySet())
                    .forEach(each -> child.get(each, type).ifPresent(v -> texts.put(each, v))));
    return texts;
  }

  /** The mapping behind {@code key}; empty when it is not written. */
  Optional<RuleNode> child(String key) {
    return find(key).map(node -> new RuleNode(file, below(key), node, problems));
  }

  /** The mappings listed behind {@code key}. */
  List<RuleNode> children(String key) {
    return find(key).map(node -> items(file, below(key), node, problems)).orElse(List.of());
  }

  /** The mappings that are the items of a list. */
  static List<RuleNode> items(String file, String path, Node node, List<Problem> problems) {
    if (!(node instanceof SequenceNode sequence)) {
      problems.add(
          new Problem(
              file + ":" + line(node),
              path,
              (node instanceof ScalarNode ? "has a value" : kind(node)) + ", and no list",
              "begin each item with a hyphen"));
      return List.of();
    }
    var items = new ArrayList<RuleNode>();
    for (int i = 0; i < sequence.getValue().size(); i++) {
      items.add(new RuleNode(file, path + "[" + i + "]", sequence.getValue().get(i), problems));
    }
    return items;
  }

  private Optional<Node> find(String key) {
    asked.add(key);
    return Optional.ofNullable(entries.get(key));
  }

  /** Reports what was written and never asked for. */
  void finish() {
    entries.forEach(
        (key, node) -> {
          if (!asked.contains(key)) {
            problems.add(unknown(key, node));
          }
        });
  }

  private Problem unknown(String key, Node node) {
    var near = Suggestion.nearest(key, asked);
    var names = Alternatives.of(asked.stream().sorted().toList());
    return Problem.unknown(at(node), below(key), "key", near, "use " + names);
  }

  /**
   * A fault of {@code key}.
   *
   * @param predicate what, as the words that follow its value where it has one
   */
  void report(String key, String predicate, String remedy) {
    problems.add(problem(key, predicate, remedy));
  }

  /** What is to be said of {@code key}. */
  Problem problem(String key, String predicate, String remedy) {
    return entries.get(key) instanceof ScalarNode scalar
        ? Problem.of(at(scalar), below(key), scalar.getValue(), predicate, remedy)
        : at(entries.getOrDefault(key, place), below(key), predicate, remedy);
  }

  private String below(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private Problem at(Node node, String key, String complaint, String remedy) {
    return new Problem(at(node), key, complaint, remedy);
  }

  private String at(Node node) {
    return file + ":" + line(node);
  }

  private static String kind(Node node) {
    return switch (node) {
      case ScalarNode _ -> "has no value";
      case SequenceNode _ -> "is a list";
      default -> "is a mapping";
    };
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }
}
