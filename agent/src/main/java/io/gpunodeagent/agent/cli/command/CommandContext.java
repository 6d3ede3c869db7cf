package io.gpunodeagent.agent.cli.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the commands see of the process and the machine.
 *
 * @param out standard output
 * @param err standard error
 * @param environment variables
 * @param simulator folder of the simulated NVML, if one is known
 * @param hostname of this machine
 * @param terminal whether a person looks at standard output
 * @param version of the agent
 * @param onSignal has a task done when the process is asked to end, before it ends
 */
public record CommandContext(
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Optional<Path> simulator,
    String hostname,
    boolean terminal,
    String version,
    Consumer<Runnable> onSignal) {

  public CommandContext {
    environment = Map.copyOf(environment);
  }
}
