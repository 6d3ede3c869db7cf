// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli;

import io.gpunodeagent.agent.cli.command.CommandContext;
import io.gpunodeagent.agent.cli.command.Commands;
import io.gpunodeagent.agent.logging.KeptLogManager;
import io.gpunodeagent.agent.logging.Logging;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The program: {@code gpu-node-agent COMMAND}. */
public final class Main {

  private static final String SIMULATOR_PROPERTY = "gpunodeagent.simulator";

  /** What is open at the end is closed within this time, or left. */
  private static final Duration CLOSING = Duration.ofSeconds(8);

  /** The last log lines are written within this time, or lost: the pipe may be full. */
  private static final Duration LAST_LINES = Duration.ofSeconds(1);

  private static volatile int exitCode;

  private Main() {}

  /** Runs the command and exits: 0 good, 1 input or environment at fault, 2 usage, 3 different. */
  public static void main(String[] arguments) {
    System.setProperty(KeptLogManager.PROPERTY, KeptLogManager.class.getName());
    exitCode = run(context(), arguments);
    System.exit(exitCode);
  }

  /** Runs the command; everything it says goes to {@code around}. */
  static int run(CommandContext around, String... arguments) {
    int code = Commands.of(around).execute(arguments);
    Logging.flush(LAST_LINES);
    return code;
  }

  /**
   * Runs {@code task} when the process is asked to end. An end that was asked for is a good one, so
   * the exit code is that of the command, and 0 while it still runs; the JDK would make it 143.
   * Whatever hangs is left behind: the process ends within ten seconds.
   */
  private static void onSignal(Runnable task) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("shutdown")
                .unstarted(
                    () -> end(Thread.ofPlatform().daemon().name("closing").unstarted(task))));
  }

  private static void end(Thread closing) {
    boolean closed = false;
    closing.start();
    try {
      closed = closing.join(CLOSING);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    Logging.flush(LAST_LINES);
    Runtime.getRuntime().halt(closed ? exitCode : 1);
  }

  private static CommandContext context() {
    return new CommandContext(
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        System.getenv(),
        Optional.ofNullable(System.getProperty(SIMULATOR_PROPERTY)).map(Path::of),
        hostname(),
        Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false),
        version(),
        Main::onSignal);
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
