package io.gpunodeagent.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.labels.PluginConfig;
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
        "version: v1\\nversion: v1 | 2: YAML: column 1: found duplicate key version: correct the"
            + " syntax; strings with : or # need quotes",
        "flags:\\n"
            + "  gfd: [a | 2: YAML: column 10: expected ',' or ']', but got <stream end>: correct"
            + " the syntax; strings with : or # need quotes",
        "# mine\\n- flags | 2: document: a list: holds the keys of the device plugin's"
            + " configuration: begin with version: v1",
        "just text | 1: document: just text: holds the keys of the device plugin's configuration:"
            + " begin with version: v1",
        "flags: &a\\n  gfd: *a | 1: document: an alias: is inside its own anchor: write the"
            + " value",
        "Flags:\\n\\n  migStrategy: all | 3: flags.migStrategy: all: one of none, single, mixed:"
            + " write one of them",
        "sharing:\\n  mps:\\n    resources:\\n    - {name: gpu, replicas: 2}\\n    - name: gpu\\n"
            + "      replicas: no | 6: sharing.mps.resources[1].replicas: no: a whole number of at"
            + " least 2: write digits only"
      })
  void whatIsRefusedIsOneLineWithItsPlace(String yaml, String line) throws IOException {
    var read = read(yaml.replace("\\n", "\n"));
    assertThat(lines(read.problems())).isEqualTo(line);
    assertThat(read.config()).isEqualTo(PluginConfig.none());
  }

  @Test
  void aKeyThatIsMissingHasTheLineOfTheSectionThatLacksIt() throws IOException {
    var read = read("version: v1\nsharing:\n  timeSlicing:\n    renameByDefault: true\n");
    assertThat(lines(read.problems())).startsWith("3: sharing.timeSlicing.resources: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing yet\n", "flags:\n", "version: v1\n"})
  void aFileThatSaysNothingSharesNothing(String yaml) throws IOException {
    assertThat(read(yaml)).isEqualTo(PluginFile.none());
  }

  @Test
  void aFileOfDepthsIsOneLine() throws IOException {
    assertThat(lines(read("- ".repeat(100_000)).problems()))
        .isEqualTo("1: YAML: depth 51: at most 50 levels: nest less deeply");
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
    assertThat(read.problems()).isEmpty();
    assertThat(read.config().sharing().replicas("nvidia.com/mig-1g.10gb")).isEqualTo(4);
  }

  @Test
  void aMissingFileOrAFolderIsOneLine() {
    var missing = folder.resolve("absent.yaml");
    assertThat(PluginFile.read(missing).problems().stream().map(Problem::line))
        .containsExactly(
            missing + ": file: " + missing + ": no such file: name an existing file or mount it");
    assertThat(PluginFile.read(folder).problems()).hasSize(1);
  }

  private PluginFile read(String yaml) throws IOException {
    return PluginFile.read(Files.writeString(folder.resolve("plugin.yaml"), yaml));
  }

  /** The problems without the file's name. */
  private String lines(List<Problem> problems) {
    return problems.stream()
        .map(problem -> problem.line().replace(folder.resolve("plugin.yaml") + ":", ""))
        .collect(Collectors.joining("\n"));
  }
}
