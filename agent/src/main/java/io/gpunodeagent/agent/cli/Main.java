package io.gpunodeagent.agent.cli;

import io.gpunodeagent.agent.app.KeptLogManager;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The program: {@code gpu-node-agent COMMAND}. */
public final class Main {

  private static final String SIMULATOR_PROPERTY = "gpunodeagent.simulator";

  private Main() {}

  /** Runs the command and exits: 0 good, 1 input or environment at fault, 2 usage. */
  public static void main(String[] arguments) {
    System.setProperty(KeptLogManager.PROPERTY, KeptLogManager.class.getName());
    System.exit(run(surroundings(), arguments));
  }

  /** Runs the command; everything it says goes to {@code around}. */
  static int run(Surroundings around, String... arguments) {
    return Commands.of(around).execute(arguments);
  }

  private static Surroundings surroundings() {
    return new Surroundings(
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        System.getenv(),
        Optional.ofNullable(System.getProperty(SIMULATOR_PROPERTY)).map(Path::of),
        hostname(),
        Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false),
        version());
  }

  /** Whatever the locale: in a container it is mostly the one without letters. */
  private static PrintStream utf8(FileDescriptor file) {
    return new PrintStream(new FileOutputStream(file), true, StandardCharsets.UTF_8);
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
