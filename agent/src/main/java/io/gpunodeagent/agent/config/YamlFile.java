package io.gpunodeagent.agent.config;

import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.document.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads a configuration file into texts by dotted key, each with its line. */
final class YamlFile {

  private final Path file;
  private final Map<String, RawValue> values = new HashMap<>();
  private final Map<String, Node> lists = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private YamlFile(Path file) {
    this.file = file;
  }

  /** Reads {@code file}; whatever is wrong with it becomes a problem, never an exception. */
  static Written read(Path file) {
    var reading = new YamlFile(file);
    YamlText.read(file, reading.problems).ifPresent(reading::parse);
    return new Written(reading.values, reading.lists, reading.problems);
  }

  private void parse(String text) {
    if (text.isBlank()) {
      problems.add(
          new Problem(
              file.toString(),
              "",
              "is blank, which is mostly a file half written",
              "write it again, or {} to run on the defaults"));
      return;
    }
    try {
      var settings = YamlText.settings(text).setAllowNonScalarKeys(true).build();
      new Compose(settings).composeString(text).ifPresent(root -> visit("", root));
    } catch (YamlEngineException wrong) {
      problems.add(YamlText.syntax(file.toString(), wrong));
    }
  }

  private void visit(String path, Node node) {
    if (PolicySettings.LISTS.contains(path)) {
      putList(path, node);
      return;
    }
    switch (node) {
      case MappingNode mapping -> {
        if (accepts(path, mapping)) {
          mapping.getValue().forEach(entry -> visitEntry(path, entry));
        }
      }
      case ScalarNode scalar -> visitScalar(path, scalar);
      case SequenceNode sequence -> visitList(path, sequence);
      default -> problems.add(at(node, path, "is an alias", "write the value"));
    }
  }

  private boolean accepts(String path, MappingNode mapping) {
    if (Settings.isSection(path)) {
      return true;
    }
    if (Settings.find(path).isPresent()) {
      problems.add(at(mapping, path, "is a mapping", "write one value behind the key"));
    } else {
      problems.add(unknown(path, mapping));
    }
    return false;
  }

  private void visitEntry(String path, NodeTuple entry) {
    if (entry.getKeyNode() instanceof ScalarNode key) {
      var full = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
      visit(full, entry.getValueNode());
    } else {
      problems.add(
          at(entry.getKeyNode(), path, "has a key that is no text", "name it with a text"));
    }
  }

  private void visitScalar(String path, ScalarNode scalar) {
    if (scalar.getTag().equals(Tag.NULL)) {
      if (path.isEmpty() || Settings.isSection(path)) {
        return; // an empty file, or a section whose keys are all commented out
      }
      problems.add(
          Settings.find(path).isEmpty()
              ? unknown(path, scalar)
              : at(scalar, path, "has no value", "write a value or remove the key"));
    } else if (Settings.isSection(path)) {
      problems.add(RuleNode.noMapping(file.toString(), path, scalar));
    } else if (Settings.find(path).isEmpty()) {
      problems.add(unknown(path, scalar));
    } else {
      put(path, scalar, scalar.getValue());
    }
  }

  private void visitList(String path, SequenceNode sequence) {
    var setting = Settings.find(path);
    if (setting.isEmpty() && !Settings.isSection(path)) {
      problems.add(unknown(path, sequence));
    } else if (setting.isEmpty() || !setting.get().type().list()) {
      problems.add(
          setting.isEmpty()
              ? RuleNode.noMapping(file.toString(), path, sequence)
              : at(sequence, path, "is a list", "write one value"));
    } else {
      texts(path, sequence).ifPresent(text -> put(path, sequence, text));
    }
  }

  /** The items with commas between; empty after a problem. */
  private Optional<String> texts(String path, SequenceNode sequence) {
    var texts = new ArrayList<String>();
    for (var item : sequence.getValue()) {
      if (!(item instanceof ScalarNode scalar) || scalar.getValue().contains(",")) {
        problems.add(
            at(item, path, "has an item that is no text without a comma", "write one text a line"));
        return Optional.empty();
      }
      texts.add(scalar.getValue());
    }
    return Optional.of(String.join(",", texts));
  }

  private void put(String path, Node node, String text) {
    var value = new RawValue(text, new Origin.Line(file, line(node)));
    var earlier = values.putIfAbsent(path, value);
    if (earlier != null) {
      problems.add(
          at(
              node,
              path,
              "is already written at " + earlier.origin().place(),
              "keep one of the two"));
    }
  }

  /** A list that another reader takes; commented out as a whole it is none. */
  private void putList(String path, Node node) {
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL)) {
      return;
    }
    if (lists.putIfAbsent(path, node) != null) {
      problems.add(at(node, path, "is written twice", "keep one of the two"));
    }
  }

  private Problem unknown(String path, Node node) {
    var keys =
        Stream.concat(Settings.ALL.stream().map(Setting::key), PolicySettings.LISTS.stream())
            .toList();
    return Problem.unknown(
        place(node),
        path,
        "key",
        Suggestion.nearest(path, keys),
        "docs/configuration.md lists the keys");
  }

  private Problem at(Node node, String key, String complaint, String remedy) {
    return new Problem(place(node), key, complaint, remedy);
  }

  private String place(Node node) {
    return file + ":" + line(node);
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }
}
