// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the configuration comes from, the weakest first.
 *
 * @param file the YAML file, or empty for none
 * @param environment the process's variables
 * @param options values given on the command line, by dotted key
 * @param simulator the simulated library and its scenarios, if they are installed
 * @param hostname of this machine
 * @param checkFiles whether files that the configuration names must be readable here
 */
public record Sources(
    Optional<Path> file,
    Map<String, String> environment,
    Map<String, RawValue> options,
    Optional<Simulator> simulator,
    String hostname,
    boolean checkFiles) {

  /** The variable that names the configuration file where {@code --config} does not. */
  public static final String FILE_VARIABLE = "GPU_NODE_AGENT_CONFIG";

  public Sources {
    environment = Map.copyOf(environment);
    options = Map.copyOf(options);
  }

  /** No file, no variables, no options, and no machine. */
  static Sources none() {
    return new Sources(Optional.empty(), Map.of(), Map.of(), Optional.empty(), "", false);
  }

  /** What the pod says that its node is called; empty when it does not. */
  Optional<String> nodeName() {
    return Optional.ofNullable(environment.get("NODE_NAME")).filter(name -> !name.isBlank());
  }

  /** The value of a command-line option, for {@link #options}. */
  public static RawValue option(String name, String value) {
    return new RawValue(value, new Origin.Option(name));
  }
}
