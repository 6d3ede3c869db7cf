// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Documents;
import io.gpunodeagent.agent.cluster.Helm;
import io.gpunodeagent.agent.cluster.Json;
import io.gpunodeagent.agent.cluster.Manifests;
import io.gpunodeagent.core.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart's own files: what is copied or generated is what it was made of. */
class HelmChartTest {

  /** Files of kustomize that the chart renders as they are; the others are templates of its own. */
  private static final Set<String> SHARED =
      Set.of("rbac.yaml", "admission-policy.yaml", "namespace.yaml", "scc.yaml", "claim.yaml");

  private static final String SETTINGS = "settings-restart.txt";

  @TempDir private Path folder;

  /** Copies and no links, because archives of a repository leave links out. */
  @Test
  void itsCopiesAreEqualToTheirOriginals() {
    var originals = originals();
    originals.forEach((copy, original) -> Golden.matches(path("files/" + copy), text(original)));
    var present = new TreeSet<String>();
    files(Helm.CHART.resolve("files"))
        .forEach(file -> present.add(Helm.CHART.resolve("files").relativize(file).toString()));
    present.remove(SETTINGS);
    assertThat(present).isEqualTo(new TreeSet<>(originals.keySet()));
  }

  /** By the name below the chart's {@code files}. */
  private static Map<String, Path> originals() {
    var dashboards = Documents.root().resolve("dashboards");
    return Stream.of(
            Stream.of("base", "components")
                .flatMap(part -> files(Manifests.FOLDER.resolve(part)))
                .filter(file -> SHARED.contains(file.getFileName().toString()))
                .map(file -> Map.entry(Manifests.FOLDER.relativize(file).toString(), file)),
            named(dashboards, "dashboards", ".json"),
            named(dashboards.resolve("rules"), "rules", ".yaml"))
        .flatMap(all -> all)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Stream<Map.Entry<String, Path>> named(Path folder, String to, String suffix) {
    return files(folder)
        .filter(file -> folder.equals(file.getParent()) && file.toString().endsWith(suffix))
        .map(file -> Map.entry(to + "/" + file.getFileName(), file));
  }

  @Test
  void itListsTheSettingsThatNeedAStart() {
    var keys =
        Settings.ALL.stream()
            .filter(setting -> setting.kind().needsRestart())
            .map(Setting::key)
            .collect(Collectors.joining("\n", "", "\n"));
    Golden.matches(path("files/" + SETTINGS), keys);
  }

  @Test
  void itsSchemaKnowsEverySetting() {
    var schema = text(Helm.CHART.resolve("values.schema.json"));
    Golden.matches(path("values.schema.json"), HelmSchema.withSettings(schema));
  }

  @Test
  void itsReadmeListsEveryValue() {
    var values = text(Helm.CHART.resolve("values.yaml"));
    Golden.matches(path("README.md"), HelmReadme.render(values));
  }

  @Test
  void itsVersionIsTheImages() {
    var chart = Manifests.parse(text(Helm.CHART.resolve("Chart.yaml"))).getFirst();
    assertThat(text(Manifests.FOLDER.resolve("base/daemonset.yaml")))
        .contains("image: gpu-node-agent:" + chart.get("appVersion") + "\n");
  }

  @Test
  void itsDefaultConfigurationIsValidAndDry() throws IOException {
    var values = Manifests.parse(text(Helm.CHART.resolve("values.yaml"))).getFirst();
    var config = folder.resolve("config.yaml");
    Files.writeString(config, Json.text(Json.at(values, "config")));
    var sources =
        new Sources(Optional.of(config), Map.of(), Map.of(), Optional.empty(), "node", false);
    assertThat(ConfigLoader.load(sources))
        .isInstanceOfSatisfying(
            Outcome.Valid.class,
            valid -> {
              assertThat(valid.config().publishing().dryRun()).isTrue();
              assertThat(valid.config().policies().dryRun()).isTrue();
            });
  }

  private static String path(String inChart) {
    return Documents.root().relativize(Helm.CHART.resolve(inChart).normalize()).toString();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Stream<Path> files(Path folder) {
    try (var walk = Files.walk(folder)) {
      List<Path> files = walk.filter(Files::isRegularFile).toList();
      return files.stream();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
