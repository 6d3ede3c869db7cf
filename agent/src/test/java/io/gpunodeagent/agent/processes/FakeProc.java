// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;

/** A tree like {@code /proc} in a folder. */
final class FakeProc {

  private final Path root;

  /** A host's, with the agent in the host's PID namespace. */
  FakeProc(Path root) throws IOException {
    this.root = root;
    namespace(VisibilityRule.HOST_NAMESPACE, "77");
    cgroups("self", "0::/system.slice/agent.service");
    start("1", "systemd", 'S', 1, "0::/init.scope");
  }

  /** Its root. */
  Path root() {
    return root;
  }

  /** The PID namespace of the agent and its numbers from the mount's on inwards. */
  void namespace(String link, String numbers) throws IOException {
    var own = Files.createDirectories(root.resolve("self/ns")).resolve("pid");
    Files.deleteIfExists(own);
    Files.createSymbolicLink(own, Path.of(link));
    Files.writeString(root.resolve("self/status"), "Name:\tjava\nNSpid:\t" + numbers + "\n");
  }

  /** The last process number the kernel gave out. */
  void lastGiven(long pid) throws IOException {
    Files.writeString(root.resolve("loadavg"), "0.00 0.01 0.05 1/123 " + pid + "\n");
  }

  /** A process that lives. */
  void start(long pid, long startTicks, String cgroup) throws IOException {
    start(Long.toString(pid), "python", 'S', startTicks, cgroup);
  }

  /** A process with everything that is known of it. */
  void start(String pid, String command, char state, long startTicks, String cgroup)
      throws IOException {
    var folder = Files.createDirectories(root.resolve(pid));
    stat(pid, command, state, startTicks);
    cgroups(pid, cgroup);
    // procfs gives the folder of each process a new date.
    Files.setLastModifiedTime(folder, FileTime.fromMillis(startTicks));
  }

  /** Another process under the number of one that lives, seen in its start alone. */
  void restart(long pid, long startTicks) throws IOException {
    stat(Long.toString(pid), "python", 'S', startTicks);
  }

  /** Another text of a process's cgroup file. */
  void cgroups(String pid, String text) throws IOException {
    Files.createDirectories(root.resolve(pid));
    Files.writeString(root.resolve(pid).resolve("cgroup"), text);
  }

  /** The process is gone. */
  void end(long pid) throws IOException {
    try (var files = Files.walk(root.resolve(Long.toString(pid)))) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void stat(String pid, String command, char state, long startTicks) throws IOException {
    Files.writeString(
        root.resolve(pid).resolve("stat"),
        "%s (%s) %c 1 7 7 0 -1 4194560 10 0 0 0 1 2 0 0 20 0 64 0 %d 9 9 1\n"
            .formatted(pid, command, state, startTicks));
  }
}
