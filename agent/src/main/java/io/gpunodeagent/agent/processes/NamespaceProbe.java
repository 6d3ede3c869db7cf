// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import java.io.IOException;

/** Looks at the agent's own process. Cheap enough for every pass, so a changed mount is noticed. */
final class NamespaceProbe {

  private static final String LEVELS = "NSpid:";

  private final ProcFiles files;

  NamespaceProbe(ProcFiles files) {
    this.files = files;
  }

  /** What tells whether the agent lives in the host's PID namespace. */
  NamespaceFacts facts() {
    return new NamespaceFacts(
        files.link(files.path("self", "ns/pid")), levels(), readable("1", "stat"), initOfNode());
  }

  /** Where the agent's own cgroup says the kubelet keeps its pods. */
  CgroupAnchor anchor() {
    try {
      return CgroupAnchor.of(files.text(files.path("self", "cgroup")));
    } catch (IOException _) {
      // Without cgroups of its own the agent is no pod: a plain host.
      return CgroupAnchor.host();
    }
  }

  private boolean initOfNode() {
    try {
      return InitCgroup.isOfNode(
          files.text(files.path("self", "cgroup")), files.text(files.path("1", "cgroup")));
    } catch (IOException _) {
      return false;
    }
  }

  private int levels() {
    try {
      return files
          .text(files.path("self", "status"))
          .lines()
          .filter(line -> line.startsWith(LEVELS))
          .findFirst()
          .map(line -> line.substring(LEVELS.length()).trim().split("\\s+").length)
          .orElse(0);
    } catch (IOException _) {
      return 0;
    }
  }

  private boolean readable(String process, String file) {
    try {
      files.stat(files.path(process, file));
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
