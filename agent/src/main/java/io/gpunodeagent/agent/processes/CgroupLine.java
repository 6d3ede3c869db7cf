// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One line {@code hierarchy:controllers:path} of {@code /proc/PID/cgroup}.
 *
 * @param controllers of a version 1 hierarchy; empty text for version 2
 * @param path absolute, or relative to the reader's own cgroup as {@code /../…}
 */
record CgroupLine(String controllers, String path) {

  /** Hierarchies a container runtime always uses, the most telling first. */
  private static final List<String> TELLING =
      List.of("", "memory", "cpu", "pids", "devices", "name=systemd");

  /** The kernel's mark on the path of a removed cgroup. */
  private static final String REMOVED = " (deleted)";

  /** The lines worth looking at, the most telling first: version 2, then version 1. */
  static List<CgroupLine> ranked(String cgroups) {
    var lines = cgroups.lines().map(CgroupLine::parse).flatMap(Optional::stream).toList();
    var ranked = new ArrayList<CgroupLine>(lines.size());
    for (var controller : TELLING) {
      for (var line : lines) {
        if (line.controls(controller) && !ranked.contains(line)) {
          ranked.add(line);
        }
      }
    }
    return ranked;
  }

  /** The path's parts, without the empty one before the first slash. */
  List<String> components() {
    return Arrays.stream(path.split("/", -1)).filter(part -> !part.isEmpty()).toList();
  }

  private static Optional<CgroupLine> parse(String line) {
    var parts = line.split(":", 3);
    if (parts.length < 3 || !parts[2].startsWith("/")) {
      return Optional.empty();
    }
    var path = parts[2];
    if (path.endsWith(REMOVED)) {
      path = path.substring(0, path.length() - REMOVED.length());
    }
    return Optional.of(new CgroupLine(parts[1], path));
  }

  private boolean controls(String controller) {
    return Arrays.asList(controllers.split(",", -1)).contains(controller);
  }
}
