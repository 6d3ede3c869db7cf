package io.gpunodeagent.agent.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The program: {@code gpu-node-agent COMMAND}. */
public final class Main {

  private static final String SIMULATOR_PROPERTY = "gpunodeagent.simulator";

  private Main() {}

  /** Runs the command and exits: 0 good, 1 input or environment at fault, 2 usage. */
  public static void main(String[] arguments) {
    System.exit(run(surroundings(), arguments));
  }

  /** Runs the command; everything it says goes to {@code around}. */
  static int run(Surroundings around, String... arguments) {
    return Commands.of(around).execute(arguments);
  }

  private static Surroundings surroundings() {
    return new Surroundings(
        System.out,
        System.err,
        System.getenv(),
        Optional.ofNullable(System.getProperty(SIMULATOR_PROPERTY)).map(Path::of),
        hostname(),
        Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false),
        version());
  }

  private static String hostname() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException notLinux) {
      return "localhost";
    }
  }

  private static String version() {
    var version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
