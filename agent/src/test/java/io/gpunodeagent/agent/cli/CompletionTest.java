package io.gpunodeagent.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real bash completes what the program wrote for it. */
class CompletionTest {

  @TempDir private Path folder;

  private static String script(String shell) {
    var said = Shell.plain().run("completion", shell);
    assertThat(said.code()).isZero();
    return said.out();
  }

  /** What bash offers at the end of {@code line}. */
  private String offered(String line) throws IOException, InterruptedException {
    var script = Files.writeString(folder.resolve("completion"), script("bash"));
    var program =
        """
        compopt() { :; }
        source "$0"
        function=$(complete -p gpu-node-agent | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
        COMP_LINE=$1; COMP_POINT=${#COMP_LINE}
        read -ra COMP_WORDS <<< "$1"
        [[ $1 == *" " ]] && COMP_WORDS+=("")
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        "$function"
        printf '%s\\n' "${COMPREPLY[@]}"
        """;
    var bash =
        new ProcessBuilder("bash", "--norc", "-c", program, script.toString(), line)
            .redirectErrorStream(true)
            .start();
    var said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(said).isZero();
    return said.strip().replaceAll("\\s+", " ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpu-node-agent topo|topology",
        "gpu-node-agent to|topology top",
        "'gpu-node-agent policy '|replay",
        "gpu-node-agent labels --comp|--compare",
        "gpu-node-agent snapshot --outp|--output",
      })
  void bashCompletes(String line, String offered) throws Exception {
    assertThat(offered(line).split(" ")).containsExactlyInAnyOrder(offered.split(" "));
  }

  @Test
  void zshReadsTheScriptOfBash() {
    assertThat(script("zsh")).contains("bashcompinit");
  }

  @Test
  void fishGetsEveryCommandAndOption() {
    assertThat(script("fish").lines())
        .anyMatch(line -> line.contains("__fish_use_subcommand' -a topology -d 'Shows"))
        .anyMatch(line -> line.contains("from labels' -l compare -d"))
        .anyMatch(line -> line.contains("from snapshot' -s o -l output -r"))
        .allMatch(line -> line.startsWith("complete -c gpu-node-agent "));
  }

  @Test
  void aShellThatIsNoneIsNamed() {
    var said = Shell.plain().run("completion", "tcsh");
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).contains("tcsh");
  }
}
