// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.counters;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.metrics.selection.MetricNames;
import io.gpunodeagent.agent.metrics.selection.MetricSelection.Selected;
import io.gpunodeagent.core.document.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountersYamlTest {

  private static final String FIELDS =
      "metrics: {fields: [{name: DCGM_FI_DEV_FB_USED, prometheusType: gauge}]}\n";

  @TempDir private Path folder;

  private CountersFile read(String text) throws IOException {
    return CountersFile.read(
        Files.writeString(folder.resolve("config"), text), MetricNames.CLASSIC);
  }

  private List<String> lines(List<Problem> problems) {
    return problems.stream()
        .map(Problem::line)
        .map(line -> line.replace(folder + "/", ""))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          version: 3                                  | config:1: version: "3" is not valid: use a whole number from 1 to 2
          {}                                          | config:1: version: missing: use a whole number from 1 to 2
          {version: 1, collections: []}               | config:1: collections: unknown key: did you mean collection?
          {version: 2, collection: {interval: 1s}}    | config:1: collection: unknown key: did you mean collections?
          {version: 2, serve: {}}                     | config:1: serve: unknown key: did you mean server?
          {version: 1, collection: {intervall: 1s}}   | config:1: collection.intervall: unknown key: did you mean interval?
          {version: 1, collection: {interval: soon}}  | config:1: collection.interval: \"soon\" is not valid: use a duration as Go writes it, such as 30s or 5m
          {version: 2, sources: {nvml: {}}}           | config:1: sources.nvml: unknown key: use dcgm
          {version: 2, version: 2}                    | config:1: version: is written twice: keep one of the two
          """)
  void whatDcgmExporterRefusesIsRefusedWithItsPlace(String text, String message)
      throws IOException {
    var document =
        text.startsWith("{")
            ? text.replaceFirst("}$", (text.equals("{}") ? "" : ", ") + FIELDS.strip() + "}")
            : text + "\n" + FIELDS;
    assertThat(lines(read(document).problems())).containsExactly(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          metrics: {fields: [{name: DCGM_FI_DEV_FB_USED}]}   | config:2: metrics.fields[0].prometheusType: missing: use a text of one line, not empty
          metrics: {}                                        | config:2: metrics.fields: needed, or else file, and not both: list the metrics or name a CSV
          metrics: {file: a.csv, fields: []}                 | config:2: metrics.fields: needed, or else file, and not both: list the metrics or name a CSV
          metrics: {fields: none}                            | config:2: metrics.fields: has a value, and no list: begin each item with a hyphen
          server: {}                                         | config:1: metrics: missing: name a file or list fields below it
          metrics: [                                         | config:3:1: not valid YAML, expected the node content, but found '<stream end>': correct the syntax; strings with : or # need quotes
          """)
  void aDocumentWithoutMetricsIsRefused(String metrics, String message) throws IOException {
    assertThat(lines(read("version: 2\n" + metrics + "\n").problems())).contains(message);
  }

  @Test
  void aDocumentThatIsEmptyIsRefused() throws IOException {
    assertThat(lines(read("---\n").problems()))
        .containsExactly("config: holds nothing: begin with version: 2");
  }

  @Test
  void whatHasNoEffectIsSaidOnce() throws IOException {
    var read =
        read(
            """
            version: 2
            collections:
              - {name: usual, every: 15s, metrics: {include: ["*"]}}
            server: {maxConcurrentScrapes: 2}
            """
                + FIELDS);
    assertThat(read.problems()).isEmpty();
    assertThat(lines(read.warnings()))
        .containsExactly(
            "config:2: collections: has no effect, as metrics are read at sampling.period and"
                + " sampling.slowPeriod: remove it, or leave it",
            "config:4: server: has no effect, as all scrapes of a snapshot share one rendering:"
                + " remove it, or leave it");
  }

  @Test
  void theCsvThatItNamesIsReadAndFollowed() throws IOException {
    var csv =
        Files.writeString(
            folder.resolve("counters.csv"),
            "DCGM_FI_DEV_GPU_TEMP, gauge, t\nDCGM_FI_DEV_NO_SUCH, gauge, n\n");
    var read = read("version: 1\nmetrics: {file: counters.csv}\n");
    assertThat(read.selection().series())
        .extracting(Selected::name)
        .containsExactly("DCGM_FI_DEV_GPU_TEMP");
    assertThat(read.further()).containsExactly(csv);
    assertThat(lines(read.warnings())).singleElement().asString().startsWith("counters.csv:2: ");
  }

  @Test
  void aCsvThatIsMissingIsNamed() throws IOException {
    assertThat(lines(read("version: 1\nmetrics: {file: nowhere.csv}\n").problems()))
        .containsExactly(
            "nowhere.csv: metrics.countersFile: no such file: name an existing file or mount it");
  }
}
