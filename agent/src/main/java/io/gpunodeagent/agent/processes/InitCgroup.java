// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import java.util.List;

/**
 * Tells by cgroups whose process 1 is: the node's, or the first of the agent's own pod. A cgroup
 * namespace of the agent's container shows other paths from its own place, upwards by {@code ..}:
 * other containers of the pod are one step up, and what is in no pod further.
 */
final class InitCgroup {

  private static final String UP = "..";

  private InitCgroup() {}

  /**
   * Whether process 1 is the node's.
   *
   * @param own the agent's {@code /proc/self/cgroup}
   * @param init {@code /proc/1/cgroup}
   */
  static boolean isOfNode(String own, String init) {
    var lines = CgroupLine.ranked(init);
    return !lines.isEmpty()
        && !init.equals(own)
        && lines.stream().allMatch(line -> isOutside(line.components(), pods(own)));
  }

  private static boolean isOutside(List<String> init, int podsOfOwn) {
    long up = init.stream().takeWhile(UP::equals).count();
    return up == 0 ? PodCgroup.all(init).size() < podsOfOwn : up > 1;
  }

  private static int pods(String own) {
    return CgroupLine.ranked(own).stream()
        .mapToInt(line -> PodCgroup.all(line.components()).size())
        .max()
        .orElse(0);
  }
}
