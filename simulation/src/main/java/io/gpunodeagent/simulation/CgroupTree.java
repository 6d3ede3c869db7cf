// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

import io.gpunodeagent.simulation.scenario.Cgroups;
import io.gpunodeagent.simulation.scenario.Container;
import io.gpunodeagent.simulation.scenario.NodeScenario;
import io.gpunodeagent.simulation.scenario.Pod;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A folder that looks like the host's {@code /sys/fs/cgroup} to who asks which containers there
 * are. Of a node without the version 2 hierarchy it is empty. Confined to one thread.
 */
final class CgroupTree implements AutoCloseable {

  private final Path root;
  private final boolean unified;
  private final CgroupFile cgroups;
  private final Set<Path> shown = new HashSet<>();

  /**
   * Makes the tree without containers.
   *
   * @param root does not exist yet
   */
  CgroupTree(Path root, NodeScenario scenario) throws IOException {
    this.root = root;
    unified = scenario.node().cgroups().version() == Cgroups.Version.V2;
    cgroups = new CgroupFile(scenario.node().cgroups());
    Files.createDirectory(root);
    if (unified) {
      Files.writeString(root.resolve("cgroup.controllers"), "cpuset cpu io memory pids misc\n");
    }
  }

  /** Shows the running containers of these pods, and no others. */
  void update(List<Pod> pods, double seconds) throws IOException {
    if (!unified) {
      return;
    }
    var wanted = new HashSet<Path>();
    for (var pod : pods) {
      if (!pod.life().pending()) {
        for (var container : pod.containers()) {
          if (container.kind() != Container.Kind.INIT) {
            var path = cgroups.path(pod, container.idAt(seconds));
            wanted.add(root.resolve(path.substring(1)));
          }
        }
      }
    }
    for (var gone : List.copyOf(shown)) {
      if (!wanted.contains(gone)) {
        remove(gone);
        shown.remove(gone);
      }
    }
    for (var directory : wanted) {
      if (shown.add(directory)) {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("cgroup.procs"), "");
      }
    }
  }

  /** A pod's own cgroup goes with its last container. */
  private void remove(Path directory) throws IOException {
    Folders.delete(directory);
    try {
      for (var above = directory.getParent();
          above != null && !above.equals(root);
          above = above.getParent()) {
        Files.delete(above);
      }
    } catch (DirectoryNotEmptyException _) {
      // Another container is in it.
    }
  }

  @Override
  public void close() throws IOException {
    Folders.delete(root);
  }
}
