// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

import io.gpunodeagent.simulation.scenario.NodeScenario;
import io.gpunodeagent.simulation.scenario.ProcessLife;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A folder that looks like the host's {@code /proc} to who asks whose a process is. A process's
 * folder is moved in when it is complete and moved away before it is deleted, so that a reader
 * never meets half of one. Confined to one thread.
 */
final class ProcTree implements AutoCloseable {

  /** The kernel's fixed number of the first PID namespace, and one of a container. */
  private static final String HOST_NAMESPACE = "pid:[4026531836]";

  private static final String CONTAINER_NAMESPACE = "pid:[4026533127]";

  private static final long AGENT_PID = 3141;

  /** Of the kernel: {@code sysconf(_SC_CLK_TCK)}. */
  private static final long TICKS_PER_SECOND = 100;

  /** How long the node had run when the scenario began. */
  private static final long UPTIME_SECONDS = 86_400;

  private static final String AGENT_UNIT = "/system.slice/gpu-node-agent.service";

  private final Path root;
  private final Path workshop;
  private final NodeScenario scenario;
  private final CgroupFile cgroups;
  private final Map<Long, ProcessLife> shown = new HashMap<>();
  private long folders;

  /**
   * Makes the tree without processes of the scenario.
   *
   * @param root does not exist yet
   * @param workshop beside it on the same file system, does not exist yet either
   */
  ProcTree(Path root, Path workshop, NodeScenario scenario) throws IOException {
    this.root = root;
    this.workshop = workshop;
    this.scenario = scenario;
    cgroups = new CgroupFile(scenario.node().cgroups());
    Files.createDirectory(root);
    Files.createDirectory(workshop);
    boolean host = scenario.node().hostPid();
    show("1", host ? "systemd" : "gpu-node-agent", 1, -UPTIME_SECONDS, host ? "/init.scope" : "/");
    show("self", "gpu-node-agent", host ? AGENT_PID : 1, 0, host ? AGENT_UNIT : "/");
    var namespaces = Files.createDirectory(root.resolve("self").resolve("ns"));
    Files.createSymbolicLink(
        namespaces.resolve("pid"), Path.of(host ? HOST_NAMESPACE : CONTAINER_NAMESPACE));
  }

  /** Shows the processes that live at that moment, and no others. */
  void update(double seconds) throws IOException {
    var wanted = new HashMap<Long, ProcessLife>();
    if (scenario.node().hostPid()) {
      scenario.processes().stream()
          .filter(life -> life.span().contains(seconds))
          .forEach(life -> wanted.put(life.pid(), life));
    }
    for (var life : List.copyOf(shown.values())) {
      if (!life.equals(wanted.get(life.pid()))) {
        hide(Long.toString(life.pid()));
        shown.remove(life.pid());
      }
    }
    for (var life : wanted.values()) {
      if (!shown.containsKey(life.pid())) {
        show(life);
        shown.put(life.pid(), life);
      }
    }
  }

  private void show(ProcessLife life) throws IOException {
    var folder = Long.toString(life.pid());
    write(
        folder,
        new Facts(comm(life.name()), life.pid(), life.span().from(), cgroups.of(life.home())),
        life.home() instanceof ProcessLife.Home.InContainer);
  }

  private void show(String folder, String comm, long pid, double from, String unit)
      throws IOException {
    var home = new ProcessLife.Home.OnHost(unit);
    write(folder, new Facts(comm, pid, from, cgroups.of(home)), false);
  }

  private record Facts(String comm, long pid, double from, String cgroup) {}

  private void write(String folder, Facts facts, boolean contained) throws IOException {
    var fresh = Files.createDirectory(workshop.resolve(Long.toString(folders++)));
    var levels = facts.pid() + (contained ? "\t" + (facts.pid() % 1000 + 1) : "");
    Files.writeString(fresh.resolve("comm"), facts.comm() + "\n");
    Files.writeString(fresh.resolve("cgroup"), facts.cgroup());
    Files.writeString(fresh.resolve("stat"), stat(facts));
    Files.writeString(
        fresh.resolve("status"),
        """
        Name:\t%s
        State:\tS (sleeping)
        Tgid:\t%d
        Pid:\t%d
        PPid:\t%d
        Uid:\t0\t0\t0\t0
        Gid:\t0\t0\t0\t0
        NStgid:\t%s
        NSpid:\t%s
        """
            .formatted(
                facts.comm(), facts.pid(), facts.pid(), parent(facts.pid()), levels, levels));
    Files.move(fresh, root.resolve(folder), StandardCopyOption.ATOMIC_MOVE);
  }

  private static long parent(long pid) {
    return pid == 1 ? 0 : 1;
  }

  /** All 52 fields; what nobody reads is zero. */
  private static String stat(Facts facts) {
    long start = Math.round((UPTIME_SECONDS + facts.from()) * TICKS_PER_SECOND);
    return "%d (%s) S %d %d %d 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 1 0 %d%s\n"
        .formatted(
            facts.pid(),
            facts.comm(),
            parent(facts.pid()),
            facts.pid(),
            facts.pid(),
            start,
            " 0".repeat(30));
  }

  /** The kernel keeps fifteen bytes of a program's name. */
  private static String comm(String program) {
    var name = program.substring(program.lastIndexOf('/') + 1);
    return name.substring(0, Math.min(15, name.length()));
  }

  private void hide(String folder) throws IOException {
    var away = workshop.resolve(Long.toString(folders++));
    Files.move(root.resolve(folder), away, StandardCopyOption.ATOMIC_MOVE);
    Folders.delete(away);
  }

  @Override
  public void close() throws IOException {
    Folders.delete(root);
    Folders.delete(workshop);
  }
}
