// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.labels.plugin.MigStrategy;
import io.gpunodeagent.core.labels.plugin.PluginReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The device plugin's file: what is wrong with it, and on which line. */
class PluginFileTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "flags: {failOnInitError: 'yes'} | 1: flags.failOnInitError: \"yes\" is not valid: use true"
            + " or false, without quotes",
        "flags: {migStrategy: yes} | 1: flags.migStrategy: \"yes\" is not valid: use none, single"
            + " or mixed",
        "sharing: {timeSlicing: null} | 1: sharing.timeSlicing: has no value: name a resource that"
            + " is shared, or remove the key",
        "sharing: {timeSlicing: {resources: [{name: gpu, replicas: 2, devices: null}]}} | 1:"
            + " sharing.timeSlicing.resources[0].devices: has no value: use all, or remove the key",
        "sharing: {timeSlicing: {resources: [{name: gpu, replicas: 2, rename: }]}} | 1:"
            + " sharing.timeSlicing.resources[0].rename: has no value: use a resource name,"
            + " nvidia.com/ and a DNS name in lower case, at most 63 characters, such as"
            + " nvidia.com/gpu or nvidia.com/mig-1g.10gb",
        "resources: {gpus: [{name: gpu}]} | 1: resources.gpus[0].pattern: is required: write it, or"
            + " remove the section",
        "flags:\\n"
            + "  gfd: [a | 2:10: not valid YAML, expected ',' or ']', but got <stream end>: correct"
            + " the syntax; strings with : or # need quotes",
        "# mine\\n"
            + "- flags | 2: is a list, and not the device plugin's configuration: begin with"
            + " version: v1",
        "just text | 1: \"just text\" is not the device plugin's configuration: begin with version:"
            + " v1",
        "flags: &a\\n  gfd: *a | 1: flags: holds an alias inside its own anchor: write the value",
        "Flags:\\n"
            + "\\n"
            + "  migStrategy: all | 3: Flags.migStrategy: \"all\" is not valid: use none, single or"
            + " mixed",
        "sharing:\\n"
            + "  mps:\\n"
            + "    resources:\\n"
            + "    - {name: gpu, replicas: 2}\\n"
            + "    - name: gpu\\n"
            + "      replicas: no | 6: sharing.mps.resources[1].replicas: \"no\" is not valid: use"
            + " a whole number of at least 2"
      })
  void whatIsRefusedIsOneLineWithItsPlace(String yaml, String line) throws IOException {
    var read = read(yaml.replace("\\n", "\n"));
    assertThat(lines(read.refused())).isEqualTo(line);
    assertThat(read.config()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sharing: {mps: null}",
        "sharing: null",
        "flags: {failOnInitError: yes, gdsEnabled: On, mofedEnabled: n}",
        "resources: {gpus: []}",
        "flags: {gfd: {sleepInterval: -1.5h}}",
        "---\n---\nflags: {migStrategy: mixed}",
        "version: v1\n---\nflags: {migStrategy: [",
        "version: v1\n...\nx: ["
      })
  void whatGpuFeatureDiscoveryTakesIsTaken(String yaml) throws IOException {
    assertThat(read(yaml)).isEqualTo(PluginReading.none());
  }

  @ParameterizedTest
  @CsvSource({"010,8", "0o10,8", "0x4,4", "0b100,4", "1_0,10", "4.0,4", "1e1,10", "+4,4"})
  void numbersAreThoseOfYaml11(String written, int replicas) throws IOException {
    var resource = "{name: gpu, replicas: " + written + "}";
    var read = read("sharing: {timeSlicing: {resources: [" + resource + "]}}");
    assertThat(read.refused()).isEmpty();
    assertThat(read.config().orElseThrow().sharing().replicas("nvidia.com/gpu"))
        .isEqualTo(replicas);
  }

  @Test
  void aMergeKeyBringsTheValuesOfAnother() throws IOException {
    var read = read("base: &base {migStrategy: single}\nflags: {<<: *base}\n");
    assertThat(read.refused()).isEmpty();
    assertThat(read.config().orElseThrow().migStrategy()).contains(MigStrategy.SINGLE);
  }

  @ParameterizedTest
  @CsvSource({
    "0,true",
    "'0:1',true",
    "GPU-b1028956-cfa2-0990-bf4a-5da9abb51763,true",
    "GPU-b1028956cfa20990bf4a5da9abb51763,true",
    "GPU-{b1028956-cfa2-0990-bf4a-5da9abb51763},true",
    "MIG-GPU-b1028956-cfa2-0990-bf4a-5da9abb51763/3/0,true",
    "GPU-------------------------------------,false",
    "-1,false"
  })
  void devicesAreIndexesAndUuids(String device, boolean taken) throws IOException {
    var resource = "{name: gpu, replicas: 2, devices: ['" + device + "']}";
    var read = read("sharing: {timeSlicing: {resources: [" + resource + "]}}");
    assertThat(read.refused().isEmpty()).isEqualTo(taken);
  }

  @Test
  void ofAKeyThatIsWrittenTwiceTheLastCountsAndItIsSaid() throws IOException {
    var read = read("flags: {migStrategy: single}\nflags: {migStrategy: mixed}\n");
    assertThat(read.refused()).isEmpty();
    assertThat(read.config().orElseThrow().migStrategy()).contains(MigStrategy.MIXED);
    assertThat(lines(read.ignored()))
        .isEqualTo(
            "2: flags: is written twice, and the device plugin takes the last value of a key: keep"
                + " one of the two");
  }

  @Test
  void aKeyThatIsMissingHasTheLineOfTheSectionThatLacksIt() throws IOException {
    var read = read("version: v1\nsharing:\n  timeSlicing:\n    renameByDefault: true\n");
    assertThat(lines(read.refused())).startsWith("3: sharing.timeSlicing.resources: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing yet\n", "flags:\n", "version: v1\n"})
  void aFileThatSaysNothingSharesNothing(String yaml) throws IOException {
    assertThat(read(yaml)).isEqualTo(PluginReading.none());
  }

  @Test
  void aFileOfDepthsIsOneLine() throws IOException {
    assertThat(lines(read("- ".repeat(100_000)).refused()))
        .isEqualTo("1: is nested more than 50 levels deep: nest less deeply");
  }

  @Test
  void anAnchorMayBeUsedAgain() throws IOException {
    var read =
        read(
            """
            sharing:
              timeSlicing:
                resources:
                - &one {name: gpu, replicas: &r 4}
                - {name: nvidia.com/mig-1g.10gb, replicas: *r}
            """);
    assertThat(read.refused()).isEmpty();
    assertThat(read.config().orElseThrow().sharing().replicas("nvidia.com/mig-1g.10gb"))
        .isEqualTo(4);
  }

  @Test
  void aMissingFileOrAFolderIsOneLine() {
    var missing = folder.resolve("absent.yaml");
    assertThat(PluginFile.read(missing).refused().stream().map(Problem::line))
        .containsExactly(missing + ": no such file: name an existing file or mount it");
    assertThat(PluginFile.read(folder).refused()).hasSize(1);
  }

  private PluginReading read(String yaml) throws IOException {
    return PluginFile.read(Files.writeString(folder.resolve("plugin.yaml"), yaml));
  }

  /** The problems without the file's name. */
  private String lines(List<Problem> problems) {
    return problems.stream()
        .map(problem -> problem.line().replace(folder.resolve("plugin.yaml") + ":", ""))
        .collect(Collectors.joining("\n"));
  }
}
