// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names from outside command no terminal, whichever command shows them. */
@Timeout(120)
class HostileNamesTest {

  /** Clears the screen, in two encodings; reverses text; adds a line. */
  private static final String NAME = "x\\e[2J\\x9b2J\\u202Ey\\nGPU-0: healthy";

  private static final String COMMANDS = "\u001b\u009b\u202e\u0007";

  private static final String SCENARIO =
      """
      description: "every name is HOSTILE"
      driver: {version: "580.105.08", nvml: 13.580.105.08, cuda: 13000, symbols: 580}
      devices:
        - model: T4
          override: {name: "HOSTILE"}
          processes: [{pid: 5101, name: "/usr/bin/HOSTILE", memory: 1GiB, sm: {constant: 0}}]
      kubernetes:
        node: {name: node-1}
        cgroups: {driver: systemd, runtime: containerd}
        kubelet: {allocatable: [{device: 0}]}
        pods:
          - name: notebook
            namespace: team-a
            annotations: {owner: "HOSTILE"}
            owner: {kind: Job, name: notebook}
            containers:
              - {name: main, allocations: [{device: 0}], processes: [5101]}
      """
          .replace("HOSTILE", NAME);

  private static final String RULES =
      """
      policies:
        idle:
          - {name: all, idleAfter: 10m, warmup: 0s, notice: 1m, action: evict}
      """;

  /**
   * What each command needs beside its name; those that are not here serve, set or print scripts.
   */
  private static final Map<String, List<String>> ARGUMENTS =
      Map.ofEntries(
          Map.entry("snapshot", List.of("--simulate", "SCENARIO")),
          Map.entry("topology", List.of("--simulate", "SCENARIO")),
          Map.entry("allocations", List.of("--simulate", "SCENARIO", "-o", "wide")),
          Map.entry("labels", List.of("--simulate", "SCENARIO")),
          Map.entry("unlabel", List.of("--simulate", "SCENARIO")),
          Map.entry("top", List.of("--simulate", "SCENARIO")),
          Map.entry("doctor", List.of("--simulate", "SCENARIO")),
          Map.entry("check-config", List.of("RULES", "--explain", "--simulate", "SCENARIO")),
          Map.entry(
              "policy replay",
              List.of("--rules", "RULES", "--scenario", "SCENARIO", "--range", "1h")),
          Map.entry("recorder show", List.of("none")),
          Map.entry("simulations", List.of()),
          Map.entry("version", List.of("--simulate", "SCENARIO")));

  private static final List<String> OTHERS =
      List.of("run", "enforce-device", "device-plugin", "completion");

  @TempDir private Path folder;

  static Stream<String> commands() {
    return Shell.plain().commands().filter(command -> !OTHERS.contains(command));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void noCommandWritesWhatCommandsATerminal(String command) throws Exception {
    var scenario = Files.writeString(folder.resolve("hostile.yaml"), SCENARIO).toString();
    var rules = Files.writeString(folder.resolve("rules.yaml"), RULES).toString();
    var arguments = new ArrayList<>(List.of(command.split(" ", -1)));
    ARGUMENTS
        .getOrDefault(command, List.of())
        .forEach(one -> arguments.add(one.replace("SCENARIO", scenario).replace("RULES", rules)));

    var said = Shell.plain().run(arguments.toArray(String[]::new));

    var all = said.out() + said.err();
    assertThat(said.code()).as(all).isIn(0, 1);
    assertThat(all).isNotBlank();
    assertThat(all).doesNotContainPattern("[" + COMMANDS + "]");
    assertThat(all.lines()).noneMatch(line -> line.startsWith("GPU-0: healthy"));
  }

  @Test
  void norDoesARefusalThatQuotesAFile() throws Exception {
    var rules = RULES.replace("all", "\"" + NAME + "\"");
    var file = Files.writeString(folder.resolve("hostile.yaml"), rules).toString();
    var said = Shell.plain().run("check-config", file);
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err().lines()).hasSize(1);
    assertThat(said.err())
        .contains("x?[2J?2J?y?GPU-0: healthy")
        .doesNotContainPattern("[" + COMMANDS + "]");
  }

  /** In the forms for programs nothing is lost. */
  @Test
  void jsonAndYamlEscapeWhatTextReplaces() throws Exception {
    var scenario = Files.writeString(folder.resolve("hostile.yaml"), SCENARIO).toString();
    for (var form : List.of("json", "yaml")) {
      var said = Shell.plain().run("snapshot", "--simulate", scenario, "-o", form);
      assertThat(said.out()).as(said.err()).isASCII().containsIgnoringCase("\\u202e");
    }
  }
}
