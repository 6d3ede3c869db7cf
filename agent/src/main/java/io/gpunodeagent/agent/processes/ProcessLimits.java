// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import java.time.Duration;

/**
 * How long facts of processes are kept.
 *
 * @param recheck after how long at most a living process's cgroup is read again: processes may be
 *     moved, and may rename themselves
 */
public record ProcessLimits(Duration recheck) {

  /** What is right unless configured otherwise. */
  public static ProcessLimits standard() {
    return new ProcessLimits(Duration.ofMinutes(3));
  }
}
