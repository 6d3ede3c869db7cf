// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import io.gpunodeagent.core.sources.ProcessOwner;
import java.util.List;

/** Tells a process's owner from its {@code /proc/PID/cgroup}, as kubelets and runtimes name it. */
final class CgroupPath {

  /** Users name their cgroups as they like and as long as they like. */
  private static final int LONGEST_UNIT = 253;

  private CgroupPath() {}

  /**
   * The owner the lines name. The pod at {@code anchor}'s depth counts, whatever a container made
   * below itself; hierarchies that name different containers are believed in nothing.
   */
  static ProcessOwner owner(String cgroups, CgroupAnchor anchor) {
    var lines = CgroupLine.ranked(cgroups);
    var pods = lines.stream().flatMap(line -> podIn(line, anchor).stream()).distinct().toList();
    if (pods.size() > 1) {
      return new ProcessOwner.Hidden("its cgroup hierarchies name different containers");
    }
    if (pods.size() == 1) {
      var pod = pods.getFirst();
      return new ProcessOwner.InPod(pod.podUid(), pod.containerId());
    }
    if (lines.isEmpty()) {
      return new ProcessOwner.Hidden("its cgroup file holds no cgroup");
    }
    return new ProcessOwner.OnHost(unit(lines));
  }

  /** The pod at the anchor's depth in one path; empty when there is none. */
  static List<PodCgroup> podIn(CgroupLine line, CgroupAnchor anchor) {
    var components = line.components();
    if (PodCgroup.startsInUserSlice(components) && !anchor.inUserSlice()) {
      return List.of();
    }
    var pods = PodCgroup.all(components);
    return pods.size() < anchor.podDepth() ? List.of() : List.of(pods.get(anchor.podDepth() - 1));
  }

  private static String unit(List<CgroupLine> lines) {
    var unit =
        lines.stream()
            .map(CgroupLine::path)
            .filter(path -> !path.equals("/"))
            .findFirst()
            .orElse("/");
    return unit.length() > LONGEST_UNIT ? unit.substring(0, LONGEST_UNIT) : unit;
  }
}
