// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.TestTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real shells complete what the program wrote for them. */
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
    return output("bash", "--norc", "-c", program, script.toString(), line)
        .strip()
        .replaceAll("\\s+", " ");
  }

  /** What a shell writes; it ends well, or the test does not. */
  private static String output(String... command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TERM", "dumb");
    Process shell;
    try {
      shell = builder.start();
    } catch (IOException absent) {
      throw TestTools.missing("the package " + command[0] + " is not installed");
    }
    shell.getOutputStream().close();
    var said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(said).isZero();
    return said;
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

  /**
   * What zsh inserts where Tab is pressed after {@code line}. It completes only in a terminal,
   * which its module zpty plays.
   */
  private String insertedByZsh(String line, String whole) throws IOException, InterruptedException {
    var script = Files.writeString(folder.resolve("completion.zsh"), script("zsh"));
    var program =
        """
        zmodload zsh/zpty
        TERM=xterm
        zpty shell zsh -f -i
        zpty -w shell "PROMPT='> '; gpu-node-agent() { print -r -- \\"<\\$*>\\" }; autoload -U compinit && compinit -u -D; source $1; print -r lo''aded"
        until_seen() { repeat 300; do while zpty -rt shell chunk; do seen+=$chunk; done; [[ $seen == *$1* ]] && return; sleep 0.1; done; return 1; }
        seen=; until_seen loaded || exit 1
        zpty -n -w shell "$2"$'\\t'
        until_seen "$3" || exit 2
        zpty -n -w shell $'\\n'
        until_seen "$3>" || exit 3
        print -r -- "$seen" | grep -o '<[a-z].*>'
        """;
    return output("zsh", "-f", "-c", program, "zsh", script.toString(), line, whole).strip();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ',',
      value = {
        "gpu-node-agent topo,topology,<topology>",
        "gpu-node-agent policy re,replay,<policy replay>",
        "gpu-node-agent labels --comp,--compare,<labels --compare>",
      })
  void zshCompletes(String line, String whole, String called) throws Exception {
    assertThat(insertedByZsh(line, whole)).isEqualTo(called);
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
        "gpu-node-agent top --token|--token-file",
      })
  void fishCompletes(String line, String offered) throws Exception {
    var script = Files.writeString(folder.resolve("completion.fish"), script("fish"));
    var said =
        output("fish", "--no-config", "-c", "source " + script + "; complete -C '" + line + "'");
    assertThat(said.lines().map(one -> one.split("\t", -1)[0]))
        .containsExactlyInAnyOrder(offered.split(" "));
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
