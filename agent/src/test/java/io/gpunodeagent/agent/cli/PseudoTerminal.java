// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.TestTools;
import io.gpunodeagent.agent.cli.terminal.Size;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs the program in a pseudo-terminal, by {@code terminal.py}. */
final class PseudoTerminal {

  private static final int PATIENCE_SECONDS = 60;

  private final Size size;
  private final Map<String, String> environment;

  PseudoTerminal(Size size, Map<String, String> environment) {
    this.size = size;
    this.environment = environment;
  }

  /** One with colours and all characters. */
  static PseudoTerminal of(int columns, int rows) {
    return new PseudoTerminal(
        new Size(columns, rows), Map.of("TERM", "xterm-256color", "LC_ALL", "C.UTF-8"));
  }

  /**
   * What was on the screen when the script said {@code show}.
   *
   * @param modes those that are on: {@code alternate}, {@code cursor}, {@code wrap}
   */
  record Shown(String modes, List<String> lines) {

    String text() {
      return String.join("\n", lines);
    }
  }

  /**
   * What came of a run.
   *
   * @param restored whether the mode of the terminal is the one from before
   */
  record Result(List<Shown> screens, int exit, boolean restored) {

    Shown only() {
      assertThat(screens).hasSize(1);
      return screens.getFirst();
    }
  }

  /** Runs {@code arguments} by {@code script}. */
  Result run(List<String> script, String... arguments) throws IOException, InterruptedException {
    var process = start(arguments);
    try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
      in.write(String.join("\n", script));
    }
    var said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s", said).isZero();
    return result(said);
  }

  private Process start(String... arguments) throws IOException {
    var script =
        Path.of(System.getProperty("repository.root", ".."))
            .resolve("agent/src/test/resources/terminal/terminal.py");
    var command =
        new ArrayList<>(
            List.of(
                "python3",
                script.toString(),
                String.valueOf(size.columns()),
                String.valueOf(size.rows()),
                String.valueOf(PATIENCE_SECONDS),
                "--"));
    command.addAll(program(arguments));
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    List.of("TERM", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG")
        .forEach(builder.environment()::remove);
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException missing) {
      throw TestTools.missing("python3: " + missing.getMessage());
    }
  }

  /** The command that runs the program in a process of its own. */
  static List<String> program(String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dgpunodeagent.simulator=" + Shell.built(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static Result result(List<String> said) {
    var screens = new ArrayList<Shown>();
    var faults = new ArrayList<String>();
    Optional<Integer> exit = Optional.empty();
    boolean restored = false;
    for (var line : said) {
      var value = line.substring(line.indexOf(' ') + 1);
      if (line.startsWith("|")) {
        screens.getLast().lines().add(line.substring(1));
      } else if (line.startsWith("screen")) {
        screens.add(new Shown(value, new ArrayList<>()));
      } else if (line.startsWith("exit ")) {
        exit = value.equals("None") ? exit : Optional.of(Integer.valueOf(value));
      } else if (line.startsWith("restored ")) {
        restored = value.equals("True");
      } else {
        faults.add(line);
      }
    }
    assertThat(faults).as("what the terminal stumbled over").isEmpty();
    return new Result(screens, exit.orElseThrow(), restored);
  }
}
