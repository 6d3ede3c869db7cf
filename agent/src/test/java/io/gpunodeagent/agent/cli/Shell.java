// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli;

import io.gpunodeagent.agent.cli.command.CommandContext;
import io.gpunodeagent.agent.cli.command.Commands;
import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.logging.Logging;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Runs commands in this process and keeps what they say. */
public record Shell(Map<String, String> environment, Optional<Path> simulator) {

  /** Where the build puts the simulated library. */
  public static Path built() {
    return Path.of(System.getProperty("nvml.simulator.directory"), "lib");
  }

  /** A shell with the simulator and no variables. */
  public static Shell plain() {
    return new Shell(Map.of(), Optional.of(built()));
  }

  /** A scenario in {@code folder} of two GPUs of which NVML counts the second and refuses it. */
  public static String refusedFromStart(Path folder) throws IOException {
    var file = folder.resolve("refused.yaml");
    Files.writeString(
        file,
        """
        description: one GPU of two is refused
        driver: {version: 580.105.08, nvml: 13.580.105.08, cuda: 13000, symbols: 580}
        devices: [{model: H100-SXM5-80GB, count: 2, ecc: true}]
        faults: [{function: nvmlDeviceGetHandleByIndex_v2, device: 1, return: NO_PERMISSION}]
        """);
    return file.toString();
  }

  /** What came of a command. */
  public record Said(int code, String out, String err) {}

  public Said run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code = Main.run(around(out, err), arguments);
    // A command's settings of the log end with it: the next test is of the same process.
    Logging.configure(Defaults.log(), System.err);
    return new Said(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The commands there are, such as {@code policy replay}, without those that only show help. */
  Stream<String> commands() {
    return leaves("", Commands.of(around(new ByteArrayOutputStream(), new ByteArrayOutputStream())))
        .filter(command -> !command.equals("help"));
  }

  private static Stream<String> leaves(String path, CommandLine line) {
    return line.getSubcommands().isEmpty()
        ? Stream.of(path.strip())
        : line.getSubcommands().entrySet().stream()
            .flatMap(below -> leaves(path + " " + below.getKey(), below.getValue()));
  }

  private CommandContext around(OutputStream out, OutputStream err) {
    return new CommandContext(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        environment,
        simulator,
        "node-7",
        false,
        "1.2.3",
        task -> {});
  }
}
