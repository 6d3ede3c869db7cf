// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.counters;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gpunodeagent.agent.metrics.selection.MetricNames;
import io.gpunodeagent.core.FuzzInputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of counters, as users bring them from other exporters. */
class CountersFuzzTest {

  @TempDir private Path folder;

  @FuzzTest
  void csv(byte[] input) throws IOException {
    check(input, "counters.csv");
  }

  @FuzzTest
  void yaml(byte[] input) throws IOException {
    check(input, "counters.yaml");
  }

  private void check(byte[] input, String name) throws IOException {
    var file = Files.write(folder.resolve(name), input);
    var read = CountersFile.read(file, MetricNames.BOTH);
    assertThat(read.selection().series()).as("something is always served").isNotEmpty();
    Stream.of(read.problems(), read.malformed(), read.warnings())
        .flatMap(List::stream)
        .forEach(problem -> FuzzInputs.requireLine(problem.line()));
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfCsv() {
    FuzzInputs.feed(CountersFuzzTest.class, "csv", 2000, this::csv);
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfYaml() {
    FuzzInputs.feed(CountersFuzzTest.class, "yaml", 2000, this::yaml);
  }
}
