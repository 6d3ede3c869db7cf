// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

/**
 * Where this node's kubelet keeps its pods among all cgroups, as far as the agent's own cgroup
 * tells. Below its container a workload may make cgroups of any name, also such as look like
 * another pod's, so which of several pods in a path is meant cannot be left to the path itself.
 *
 * @param podDepth which pod of a path is one of this kubelet's, counted from 1: 2 where the node is
 *     itself a container of a pod
 * @param inUserSlice whether the kubelet runs in a user's slice; elsewhere what users put there is
 *     no pod
 */
record CgroupAnchor(int podDepth, boolean inUserSlice) {

  /** The kubelet of a plain host. */
  static CgroupAnchor host() {
    return new CgroupAnchor(1, false);
  }

  /** What the agent's own {@code /proc/self/cgroup} tells. */
  static CgroupAnchor of(String ownCgroups) {
    int depth = 1;
    boolean userSlice = false;
    for (var line : CgroupLine.ranked(ownCgroups)) {
      depth = Math.max(depth, PodCgroup.all(line.components()).size());
      userSlice |= PodCgroup.startsInUserSlice(line.components());
    }
    return new CgroupAnchor(depth, userSlice);
  }
}
