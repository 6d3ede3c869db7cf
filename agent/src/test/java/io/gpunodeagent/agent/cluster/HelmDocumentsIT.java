// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Documents;
import io.gpunodeagent.agent.Documents.Block;
import io.gpunodeagent.agent.config.ConfigLoader;
import io.gpunodeagent.agent.config.HelmValues;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents say about Helm holds, as it stands there. */
class HelmDocumentsIT {

  private static final Path MIGRATE = Documents.root().resolve("docs/migrate.md");

  @TempDir private Path folder;

  /** Each block of values in a document, and each file of values that comes with the chart. */
  static List<Path> valuesFiles() throws IOException {
    try (var files = Files.list(Helm.CHART.resolve("ci"))) {
      return files.sorted().toList();
    }
  }

  static List<Block> documented() {
    return Documents.all().stream()
        .flatMap(file -> Documents.blocks(file).stream())
        .filter(block -> block.language().equals("yaml"))
        .filter(block -> HelmValues.isOurs(block.piece().text()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("documented")
  void documentedValuesAreRenderedAndTheAgentTakesThem(Block block) throws IOException {
    var file = Files.writeString(folder.resolve("values.yaml"), block.piece().text());
    assertThat(outcome(file)).as(block.piece().place()).isInstanceOf(Outcome.Valid.class);
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void theAgentTakesWhatTheChartsOwnFilesMake(Path file) throws IOException {
    assertThat(outcome(file)).isInstanceOf(Outcome.Valid.class);
  }

  /** What the agent makes of its ConfigMap and its variables. */
  private Outcome outcome(Path values) throws IOException {
    var rendered = Helm.render(List.of("--values", values.toString()));
    var config =
        Files.writeString(
            folder.resolve("config.yaml"),
            Json.textAt(rendered.ofKind("ConfigMap").getFirst(), "data", "config.yaml"));
    var environment = new HashMap<String, String>();
    var container = Json.at(rendered.daemonSet(), "spec", "template", "spec", "containers", 0);
    for (var variable : Json.listAt(container, "env")) {
      if (variable.get("value") != null) {
        environment.put(Json.textAt(variable, "name"), Json.textAt(variable, "value"));
      }
    }
    return ConfigLoader.load(
        new Sources(Optional.of(config), environment, Map.of(), Optional.empty(), "node", false));
  }

  /** Every value of the worked files of others has a row in the tables above them. */
  @Test
  void everyValueOfTheWorkedFilesIsInTheTables() {
    var named =
        Documents.code(MIGRATE).stream().map(piece -> piece.text()).collect(Collectors.toSet());
    var theirs =
        Documents.blocks(MIGRATE).stream()
            .map(block -> block.piece().text())
            .filter(HelmValues::isOthers)
            .toList();
    assertThat(theirs).hasSize(2);
    assertThat(theirs.stream().flatMap(text -> keys("", Manifests.parse(text).getFirst())))
        .isNotEmpty()
        .allSatisfy(key -> assertThat(named).contains(key));
  }

  /** Dotted, down to what is no mapping, or to what is named as a whole. */
  private static Stream<String> keys(String path, Object value) {
    var whole = List.of("serviceMonitor.additionalLabels", "nodeSelector", "resources");
    if (value instanceof Map<?, ?> mapping && !whole.contains(path)) {
      return mapping.entrySet().stream()
          .flatMap(
              entry ->
                  keys(
                      path.isEmpty() ? "" + entry.getKey() : path + "." + entry.getKey(),
                      entry.getValue()));
    }
    return Stream.of(path);
  }
}
