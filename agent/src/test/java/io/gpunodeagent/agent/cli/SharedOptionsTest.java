// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command takes the shared options, and none ignores what it or its user is given. */
class SharedOptionsTest {

  @TempDir private Path folder;

  static Stream<String> commands() {
    return Shell.plain().commands();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void noCommandIgnoresTheScenario(String command) throws IOException {
    var missing = folder.resolve("no-such-scenario.yaml").toString();
    var said = run(command, "--simulate", missing);
    assertThat(said.out() + said.err()).contains(missing);
    assertThat(said.code()).as("the value of an option is wrong").isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void noCommandIgnoresTheConfiguration(String command) throws IOException {
    var missing = folder.resolve("no-such-config.yaml").toString();
    var said = run(command, "--config", missing);
    assertThat(said.out() + said.err()).contains(missing);
    assertThat(said.code()).isIn(command.equals("doctor") ? List.of(0, 1) : List.of(1, 2));
  }

  /** Runs {@code command} with what it does not run without. */
  private Shell.Said run(String command, String option, String value) throws IOException {
    var rules = Files.writeString(folder.resolve("rules.yaml"), "labels: {timestamp: false}\n");
    var arguments = new ArrayList<>(List.of(command.split(" ", -1)));
    switch (command) {
      case "policy replay" ->
          arguments.addAll(List.of("--rules", rules.toString(), "--scenario", "no-gpu"));
      case "check-config" -> arguments.add(rules.toString());
      case "completion" -> arguments.add("bash");
      case "recorder show" -> arguments.add("20260501T120641Z-xid");
      default -> {}
    }
    arguments.addAll(List.of(option, value));
    return Shell.plain().run(arguments.toArray(String[]::new));
  }
}
