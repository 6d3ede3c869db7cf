// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The rules of {@code dashboards/rules}. */
final class RuleFiles {

  /** The repository. */
  static final Path ROOT =
      Path.of(System.getProperty("repository.root", "..")).toAbsolutePath().normalize();

  private RuleFiles() {}

  /**
   * A rule.
   *
   * @param alert the alert's name; empty for a recording rule
   * @param record the recorded series; empty for an alert
   */
  record Rule(
      Optional<String> alert,
      Optional<String> record,
      String expression,
      Map<String, String> labels,
      Map<String, String> annotations) {}

  /** The files, absolute. */
  static List<Path> paths() {
    return list(ROOT.resolve("dashboards/rules"), ".yaml");
  }

  /** Files in {@code folder} by the end of their names, sorted. */
  static List<Path> list(Path folder, String end) {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** All rules of all files. */
  static List<Rule> all() {
    return paths().stream().flatMap(path -> rules(path).stream()).toList();
  }

  /** The alerts' rules. */
  static List<Rule> alerts() {
    return all().stream().filter(rule -> rule.alert().isPresent()).toList();
  }

  private static List<Rule> rules(Path path) {
    try {
      var file =
          (Map<?, ?>)
              new Load(LoadSettings.builder().build()).loadFromString(Files.readString(path));
      return maps(file.get("groups")).stream()
          .flatMap(group -> maps(group.get("rules")).stream())
          .map(RuleFiles::rule)
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Rule rule(Map<String, ?> rule) {
    return new Rule(
        Optional.ofNullable(rule.get("alert")).map(String.class::cast),
        Optional.ofNullable(rule.get("record")).map(String.class::cast),
        String.valueOf(rule.get("expr")),
        texts(rule.get("labels")),
        texts(rule.get("annotations")));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, ?>> maps(@Nullable Object list) {
    return list == null ? List.of() : (List<Map<String, ?>>) list;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> texts(@Nullable Object map) {
    return map == null ? Map.of() : (Map<String, String>) map;
  }
}
