package io.gpunodeagent.agent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Finds the lines of a YAML document's keys. */
final class YamlLines {

  /**
   * A place in the document.
   *
   * @param line from 1
   * @param node what stands there
   */
  private record Found(int line, Node node) {}

  private YamlLines() {}

  /**
   * The line of {@code path}, such as {@code sharing.mps.resources[1].name}, from 1; that of the
   * nearest key above it where it is not written.
   */
  static int of(String path, Node root) {
    var found = new Found(line(root), root);
    for (var step : path.split("\\.|(?=\\[)", -1)) {
      var next = below(found.node(), step);
      if (next.isEmpty()) {
        break;
      }
      found = next.get();
    }
    return found.line();
  }

  private static Optional<Found> below(Node node, String step) {
    return switch (node) {
      case MappingNode mapping ->
          entry(mapping, step::equals)
              .or(() -> entry(mapping, step::equalsIgnoreCase))
              .map(entry -> new Found(line(entry.getKeyNode()), entry.getValueNode()));
      case SequenceNode list ->
          index(step)
              .filter(index -> index < list.getValue().size())
              .map(list.getValue()::get)
              .map(item -> new Found(line(item), item));
      default -> Optional.empty();
    };
  }

  private static Optional<NodeTuple> entry(MappingNode mapping, Predicate<String> named) {
    return mapping.getValue().stream()
        .filter(entry -> entry.getKeyNode() instanceof ScalarNode key && named.test(key.getValue()))
        .reduce((_, last) -> last);
  }

  private static Optional<Integer> index(String step) {
    return step.matches("\\[[0-9]{1,9}]")
        ? Optional.of(Integer.valueOf(step.substring(1, step.length() - 1)))
        : Optional.empty();
  }

  /**
   * A key that its mapping has already.
   *
   * @param line from 1
   */
  record Twice(int line, String name) {}

  /** The keys that a mapping of {@code root} holds more than once. */
  static List<Twice> twice(Node root) {
    var found = new ArrayList<Twice>();
    twice(root, Collections.newSetFromMap(new IdentityHashMap<>()), found);
    return found;
  }

  private static void twice(Node node, Set<Node> seen, List<Twice> found) {
    if (!seen.add(node)) {
      return;
    }
    switch (node) {
      case MappingNode mapping -> {
        var keys = new HashSet<String>();
        for (var entry : mapping.getValue()) {
          if (entry.getKeyNode() instanceof ScalarNode key && !keys.add(key.getValue())) {
            found.add(new Twice(line(key), key.getValue()));
          }
          twice(entry.getValueNode(), seen, found);
        }
      }
      case SequenceNode list -> list.getValue().forEach(item -> twice(item, seen, found));
      default -> {}
    }
  }

  /** Whether some alias below {@code root} names what it is part of. */
  static boolean loops(Node root) {
    return loops(root, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static boolean loops(Node node, Set<Node> seen) {
    if (node.isRecursive()) {
      return true;
    }
    if (!seen.add(node)) {
      return false;
    }
    return switch (node) {
      case MappingNode mapping ->
          mapping.getValue().stream()
              .anyMatch(
                  entry -> loops(entry.getKeyNode(), seen) || loops(entry.getValueNode(), seen));
      case SequenceNode list -> list.getValue().stream().anyMatch(item -> loops(item, seen));
      default -> false;
    };
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }
}
