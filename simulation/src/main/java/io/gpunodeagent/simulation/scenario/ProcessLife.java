// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.scenario;

/**
 * A process from its start to its end.
 *
 * @param pid in the host's namespace
 * @param name path of its program
 */
public record ProcessLife(long pid, String name, Span span, Home home) {

  /** Where it runs. */
  public sealed interface Home {

    /**
     * In a container of a pod, also after that ended.
     *
     * @param containerId the incarnation it was started in
     */
    record InContainer(Pod pod, String containerId) implements Home {}

    /**
     * Outside any pod.
     *
     * @param unit its cgroup, such as {@code /system.slice/sshd.service}
     */
    record OnHost(String unit) implements Home {}
  }
}
