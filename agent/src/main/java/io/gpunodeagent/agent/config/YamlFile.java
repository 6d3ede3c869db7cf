// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import io.gpunodeagent.agent.config.file.TextFile;
import io.gpunodeagent.agent.config.policy.PolicyReader;
import io.gpunodeagent.agent.document.YamlDocument;
import io.gpunodeagent.agent.document.YamlSchema;
import io.gpunodeagent.core.document.MappingReader;
import io.gpunodeagent.core.document.Node;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.document.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
    TextFile.read(file, "", reading.problems).ifPresent(reading::parse);
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
    YamlDocument.read(file.toString(), text, YamlSchema.OWN, problems::add).ifPresent(this::visit);
  }

  private void visit(Node node) {
    var path = node.place().path();
    if (PolicyReader.LISTS.contains(path)) {
      putList(path, node);
    } else if (Settings.isSection(path)) {
      visitSection(node);
    } else {
      Settings.find(path)
          .ifPresentOrElse(
              setting -> visitSetting(setting, node), () -> problems.add(unknown(path, node)));
    }
  }

  private void visitSection(Node node) {
    switch (node) {
      case Node.Mapping mapping -> mapping.entries().forEach(entry -> visit(entry.value()));
      case Node.Absent _ -> {} // an empty file, or a section whose keys are all commented out
      case Node.Scalar _, Node.Items _ -> problems.add(MappingReader.noMapping(node));
    }
  }

  private void visitSetting(Setting<?> setting, Node node) {
    switch (node) {
      case Node.Scalar scalar -> put(setting.key(), node, scalar.written());
      case Node.Items list when setting.type().list() ->
          texts(list).ifPresent(text -> put(setting.key(), node, text));
      case Node.Items _ -> report(node, "is a list", "write one value");
      case Node.Mapping _ -> report(node, "is a mapping", "write one value behind the key");
      case Node.Absent _ -> report(node, "has no value", "write a value or remove the key");
    }
  }

  /** The items with commas between; empty after a problem. */
  private Optional<String> texts(Node.Items list) {
    var texts = new ArrayList<String>();
    for (var item : list.items()) {
      if (!(item instanceof Node.Scalar scalar) || scalar.written().contains(",")) {
        problems.add(
            new Problem(
                item.place().where(),
                list.place().path(),
                "has an item that is no text without a comma",
                "write one text a line"));
        return Optional.empty();
      }
      texts.add(scalar.written());
    }
    return Optional.of(String.join(",", texts));
  }

  private void put(String path, Node node, String text) {
    var value = new RawValue(text, new Origin.Line(file, node.place().line()));
    var earlier = values.putIfAbsent(path, value);
    if (earlier != null) {
      report(node, "is already written at " + earlier.origin().place(), "keep one of the two");
    }
  }

  /** A list that another reader takes; commented out as a whole it is none. */
  private void putList(String path, Node node) {
    if (!(node instanceof Node.Absent) && lists.putIfAbsent(path, node) != null) {
      report(node, "is written twice", "keep one of the two");
    }
  }

  private static Problem unknown(String path, Node node) {
    var keys =
        Stream.concat(Settings.ALL.stream().map(Setting::key), PolicyReader.LISTS.stream())
            .toList();
    return Problem.unknown(
        node.place().where(),
        path,
        "key",
        Suggestion.nearest(path, keys),
        "docs/configuration.md lists the keys");
  }

  private void report(Node node, String complaint, String remedy) {
    problems.add(Problem.at(node.place(), complaint, remedy));
  }
}
