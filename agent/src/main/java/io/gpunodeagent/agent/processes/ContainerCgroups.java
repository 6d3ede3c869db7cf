// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import io.gpunodeagent.agent.loop.OngoingProblems;
import io.gpunodeagent.core.sources.ContainerCgroup;
import io.gpunodeagent.core.sources.ProcessOwner;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the cgroups of the node's containers in the host's cgroup v2 hierarchy, for which it needs
 * no process of theirs. What a container made below its own cgroup is not looked at; links are not
 * followed. Confined to one thread.
 */
public final class ContainerCgroups {

  private static final System.Logger LOG = System.getLogger(ContainerCgroups.class.getName());

  /** Every hierarchy of version 2 has this file at its root, and none of version 1. */
  private static final String MARK = "cgroup.controllers";

  /**
   * The kernel's own files. There are sixty in each directory, and systemd gives no unit such a
   * name, so they need not be looked at one by one.
   */
  private static final Pattern INTERFACE_FILE =
      Pattern.compile(
          "(?:cgroup|cpu|cpuset|devices|dmem|hugetlb|io|irq|memory|misc|perf_event|pids|rdma)\\..*");

  /** A kubelet in a container of another kubelet has its containers ten levels down. */
  private static final int DEEPEST = 12;

  private static final int MOST_DIRECTORIES = 16_384;
  private static final int MOST_CONTAINERS = 2_048;

  private final Path root;
  private final Optional<ProcFiles> proc;
  private final OngoingProblems problems = new OngoingProblems();

  /**
   * Finds them below {@code root}.
   *
   * @param root where the host's hierarchy is mounted; need not be there
   * @param proc where the agent's own cgroup is found, which says where this node's kubelet is;
   *     empty for a kubelet of a plain host
   */
  public ContainerCgroups(Path root, Optional<Path> proc) {
    this.root = root;
    this.proc = proc.map(ProcFiles::new);
  }

  /** The containers there are now; none where there is no version 2 hierarchy. */
  public List<ContainerCgroup> read() {
    if (!Files.exists(root.resolve(MARK))) {
      report("it is no cgroup v2 hierarchy");
      return List.of();
    }
    var walk = new Walk(anchor());
    walk.all();
    report(walk.trouble);
    return List.copyOf(walk.found);
  }

  private CgroupAnchor anchor() {
    return proc.map(ContainerCgroups::anchor).orElseGet(CgroupAnchor::host);
  }

  private static CgroupAnchor anchor(ProcFiles files) {
    try {
      return CgroupAnchor.of(files.text(files.path("self", "cgroup")));
    } catch (IOException _) {
      return CgroupAnchor.host();
    }
  }

  private void report(String now) {
    if (!now.isEmpty()) {
      if (problems.begins(MARK, now)) {
        LOG.log(Level.INFO, "cgroups of containers are not all known directory={0} {1}", root, now);
      }
    } else if (problems.ends(MARK)) {
      LOG.log(Level.INFO, "cgroups of containers are all known directory={0}", root);
    }
  }

  /** One look at the hierarchy. */
  private final class Walk {
    private final CgroupAnchor anchor;
    private final Deque<Place> waiting = new ArrayDeque<>();
    private final List<ContainerCgroup> found = new ArrayList<>();
    private int directories = 1;
    private String trouble = "";

    /**
     * A directory to be looked into.
     *
     * @param path its own below the root; empty text for the root
     */
    private record Place(Path directory, String path, int depth) {}

    private Walk(CgroupAnchor anchor) {
      this.anchor = anchor;
    }

    private void all() {
      waiting.add(new Place(root, "", 0));
      for (var place = waiting.poll(); place != null; place = waiting.poll()) {
        look(place);
      }
    }

    private void look(Place place) {
      try (var entries = Files.newDirectoryStream(place.directory(), Walk::mayBeCgroup)) {
        for (var entry : entries) {
          if (directories >= MOST_DIRECTORIES || found.size() >= MOST_CONTAINERS) {
            trouble = "there are too many";
            return;
          }
          directories++;
          take(entry, place);
        }
      } catch (NoSuchFileException _) {
        // It ended between being listed and being looked into.
      } catch (IOException | DirectoryIteratorException failure) {
        trouble = failure.toString();
      }
    }

    private void take(Path directory, Place parent) {
      var path = parent.path() + "/" + directory.getFileName();
      var container =
          CgroupPath.podIn(new CgroupLine("", path), anchor).stream()
              .filter(pod -> !pod.containerId().isEmpty())
              .findFirst();
      if (container.isPresent()) {
        var pod = container.get();
        found.add(
            new ContainerCgroup(path, new ProcessOwner.InPod(pod.podUid(), pod.containerId())));
      } else if (parent.depth() + 1 < DEEPEST) {
        waiting.add(new Place(directory, path, parent.depth() + 1));
      }
    }

    private static boolean mayBeCgroup(Path entry) {
      return !INTERFACE_FILE.matcher(String.valueOf(entry.getFileName())).matches()
          && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
