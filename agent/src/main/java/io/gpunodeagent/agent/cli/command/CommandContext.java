// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.cli.terminal.SafePrintStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the commands see of the process and the machine.
 *
 * @param rawOut standard output, for what draws on a terminal
 * @param rawErr standard error, the same
 * @param environment variables
 * @param simulator folder of the simulated NVML, if one is known
 * @param hostname of this machine
 * @param terminal whether a person looks at standard output
 * @param version of the agent
 * @param onSignal has a task done when the process is asked to end, before it ends
 */
public record CommandContext(
    PrintStream rawOut,
    PrintStream rawErr,
    Map<String, String> environment,
    Optional<Path> simulator,
    String hostname,
    boolean terminal,
    String version,
    Consumer<Runnable> onSignal) {

  public CommandContext {
    environment = Map.copyOf(environment);
  }

  /** Standard output for text: no name from outside commands the terminal. */
  public PrintStream out() {
    return new SafePrintStream(rawOut);
  }

  /** Standard error, the same. */
  public PrintStream err() {
    return new SafePrintStream(rawErr);
  }
}
