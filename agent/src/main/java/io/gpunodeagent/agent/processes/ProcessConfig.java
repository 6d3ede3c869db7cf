// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How GPU processes and containers are looked up.
 *
 * @param proc the host's procfs; empty when processes are not looked up
 * @param cgroups the host's cgroup v2 hierarchy; empty when memory limits are not looked up
 */
public record ProcessConfig(Optional<Path> proc, Optional<Path> cgroups) {

  /** No look at either. */
  public static ProcessConfig off() {
    return new ProcessConfig(Optional.empty(), Optional.empty());
  }
}
