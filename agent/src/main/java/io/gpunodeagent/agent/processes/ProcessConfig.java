package io.gpunodeagent.agent.processes;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How GPU processes are looked up.
 *
 * @param proc the host's procfs; empty when processes are not looked up
 */
public record ProcessConfig(Optional<Path> proc) {

  /** {@code /proc}, which is the host's in a container with {@code hostPID: true}. */
  public static ProcessConfig defaults() {
    return new ProcessConfig(Optional.of(Path.of("/proc")));
  }

  /** No look at processes. */
  public static ProcessConfig off() {
    return new ProcessConfig(Optional.empty());
  }
}
