// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** PromQL as it stands in the committed dashboards and documents. */
final class Expressions {

  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), *(\\S+)\\)");
  private static final Pattern FENCE = Pattern.compile("```promql\n(.*?)```", Pattern.DOTALL);

  private Expressions() {}

  /**
   * An expression.
   *
   * @param where file and panel, variable or block
   */
  record Expression(String where, String expression) {}

  /** Of every panel and variable, with variables given the values {@link #chosen} has. */
  static List<Expression> ofDashboards() {
    var found = new ArrayList<Expression>();
    for (var file : RuleFiles.list(RuleFiles.ROOT.resolve("dashboards"), ".json")) {
      var json = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(read(file));
      var name = file.getFileName().toString();
      for (var panel : maps(json.get("panels"))) {
        for (var target : maps(panel.get("targets"))) {
          found.add(
              new Expression(
                  name + " " + panel.get("title") + " " + target.get("refId"),
                  chosen(String.valueOf(target.get("expr")))));
        }
      }
      var templating = (Map<?, ?>) Objects.requireNonNull(json.get("templating"));
      for (var variable : maps(templating.get("list"))) {
        var query = LABEL_VALUES.matcher(String.valueOf(variable.get("definition")));
        if (query.matches()) {
          found.add(new Expression(name + " $" + variable.get("name"), chosen(query.group(1))));
        }
      }
    }
    assertThat(found).isNotEmpty();
    return found;
  }

  /** Of what the dashboards mark in time. On a healthy node they find nothing. */
  static List<Expression> ofAnnotations() {
    var found = new ArrayList<Expression>();
    for (var file : RuleFiles.list(RuleFiles.ROOT.resolve("dashboards"), ".json")) {
      var json = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(read(file));
      var annotations = (Map<?, ?>) Objects.requireNonNull(json.get("annotations"));
      for (var annotation : maps(annotations.get("list"))) {
        found.add(
            new Expression(
                file.getFileName() + " " + annotation.get("name"),
                chosen(String.valueOf(annotation.get("expr")))));
      }
    }
    assertThat(found).isNotEmpty();
    return found;
  }

  /**
   * Of fenced blocks in the reclaim contract, the runbooks, and the pages about dashboards and
   * neighbours.
   */
  static List<Expression> ofDocuments() {
    var docs = RuleFiles.ROOT.resolve("docs");
    return Stream.concat(
            Stream.of("reclaim-contract.md", "dashboards.md", "integrations.md").map(docs::resolve),
            RuleFiles.list(docs.resolve("runbooks"), ".md").stream())
        .flatMap(file -> ofDocument(file).stream())
        .toList();
  }

  /** Of fenced blocks; an empty line or, in a runbook, a new line begins another expression. */
  static List<Expression> ofDocument(Path file) {
    boolean runbook = file.toString().contains("/runbooks/");
    var found = new ArrayList<Expression>();
    var fences = FENCE.matcher(read(file));
    while (fences.find()) {
      for (var text : fences.group(1).split(runbook ? "\n" : "\n\n", -1)) {
        if (!text.isBlank()) {
          found.add(new Expression(file.getFileName() + " " + (found.size() + 1), text.strip()));
        }
      }
    }
    assertThat(runbook || !found.isEmpty()).as(file.toString()).isTrue();
    return found;
  }

  private static String chosen(String expression) {
    return expression
        .replace("$hostlabel", "Hostname")
        .replace("$__rate_interval", "1m")
        .replace("$__range", "30m")
        .replaceAll("\\$(node|gpu|namespace|instance)\\b", ".*");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, ?>> maps(@Nullable Object list) {
    return list == null ? List.of() : (List<Map<String, ?>>) list;
  }
}
