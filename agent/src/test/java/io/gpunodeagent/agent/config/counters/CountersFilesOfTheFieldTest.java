// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.counters;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.metrics.selection.MetricNames;
import io.gpunodeagent.agent.metrics.selection.MetricSelection.Selected;
import io.gpunodeagent.core.Golden;
import io.gpunodeagent.core.document.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counters files of the shapes that clusters have, each with all that becomes of it. */
class CountersFilesOfTheFieldTest {

  private static final Path FOLDER =
      Path.of(System.getProperty("repository.root"), "agent/src/test/resources/counters");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "default-4.5.csv",
        "default-4.8.4.csv",
        "dcp-metrics-included.csv",
        "names-1.x.csv",
        "names-4.6.csv",
        "default-4.9.csv",
        "generations-mixed.csv",
        "configmap-of-a-cluster.csv",
        "version-1.yaml",
        "version-1-file.yaml",
        "version-2.yaml"
      })
  void everyLineIsServedOrItsReasonIsGiven(String name) {
    var read = CountersFile.read(FOLDER.resolve(name), MetricNames.CLASSIC);
    assertThat(read.problems()).isEmpty();
    Golden.matches(
        "agent/src/test/resources/counters/" + name + ".txt",
        Stream.of(
                read.selection().series().stream().map(CountersFilesOfTheFieldTest::line),
                read.selection().labels().stream().map(CountersFilesOfTheFieldTest::line),
                lines("malformed", read.malformed()),
                lines("warning", read.warnings()))
            .flatMap(lines -> lines)
            .collect(joining("\n", "", "\n")));
  }

  private static String line(Selected selected) {
    var metric = selected.metric();
    return "%s %s: field %d in %s"
        .formatted(selected.kind().word(), selected.name(), metric.field().id(), metric.unit());
  }

  private static Stream<String> lines(String kind, List<Problem> problems) {
    return problems.stream().map(problem -> kind + " " + problem.line().replace(FOLDER + "/", ""));
  }
}
