// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

import io.gpunodeagent.simulation.api.ApiServer;
import io.gpunodeagent.simulation.scenario.NodeScenario;
import io.gpunodeagent.simulation.scenario.Pod;
import io.gpunodeagent.simulation.scenario.ScenarioFault;
import io.gpunodeagent.simulation.scenario.ScenarioReader;
import io.gpunodeagent.simulation.scenario.Time;
import io.gpunodeagent.simulation.spi.Play;
import io.gpunodeagent.simulation.spi.ScenarioException;
import io.gpunodeagent.simulation.spi.SimulatedNode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A node that is played from a scenario, in this process. */
public final class PlayedNode implements SimulatedNode {

  private static final System.Logger LOG = System.getLogger(PlayedNode.class.getName());

  /** How late a change of the scenario may show. */
  private static final long PERIOD_MILLIS = 50;

  /** The kernel's limit on the path of a unix socket. */
  private static final int LONGEST_SOCKET_PATH = 107;

  private static final int NONE = -1;

  private final NodeScenario scenario;
  private final Path directory;
  private final ScenarioClock clock;
  private final ScenarioSchedule schedule;
  private final LivePods pods;
  private final KubeletOverTime kubelet;
  private final ProcTree proc;
  private final CgroupTree cgroups;
  private final ApiServer api;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("simulated-node").factory());
  private volatile int changes = NONE;

  private PlayedNode(NodeScenario scenario, Path directory, ScenarioClock clock)
      throws IOException {
    this.scenario = scenario;
    this.directory = directory;
    this.clock = clock;
    schedule = new ScenarioSchedule(scenario);
    pods = new LivePods(scenario.pods());
    var answers = new KubeletAnswers(scenario.node().name());
    kubelet =
        new KubeletOverTime(
            kubeletSocket(),
            () -> answers.list(listed()),
            scenario.kubelet().allocatable().map(devices -> () -> answers.allocatable(devices)));
    api = new ApiServer(scenario, clock::instant, this::evict);
    proc = new ProcTree(proc(), directory.resolve("proc.new"), scenario);
    cgroups = new CgroupTree(cgroups(), scenario);
    Files.writeString(kubeconfig(), Kubeconfig.of(api.url()));
  }

  /**
   * Plays the {@code kubernetes} part of a scenario.
   *
   * @return empty when the scenario has no such part
   * @throws ScenarioException when it cannot be played; its message is one line for the user
   */
  public static Optional<PlayedNode> start(Play play) {
    return ScenarioReader.read(play.scenario(), play.catalogue()).map(node -> open(node, play));
  }

  private static PlayedNode open(NodeScenario scenario, Play play) {
    var directory = play.folder();
    var socket = directory.resolve("kubelet.sock").toString();
    if (socket.getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET_PATH) {
      throw fault(directory, "the path of a socket has at most 107 bytes", "name a shorter folder");
    }
    try {
      Files.createDirectories(directory);
      for (var name : List.of("kubelet.sock", "kubeconfig", "proc", "proc.new", "cgroup")) {
        if (Files.exists(directory.resolve(name))) {
          throw fault(directory, name + " is there already", "name an empty folder");
        }
      }
      var time = play.stepped() ? Time.REAL : scenario.time();
      var node =
          new PlayedNode(scenario, directory, new ScenarioClock(time, play.clock(), play.start()));
      node.play(!play.stepped());
      return node;
    } catch (IOException problem) {
      throw new ScenarioException(
          "%s: cannot be written (%s): name a folder that can"
              .formatted(directory, problem.getMessage()),
          problem);
    }
  }

  private static ScenarioException fault(Path directory, String rule, String wayOut) {
    return new ScenarioException("%s: %s: %s".formatted(directory, rule, wayOut));
  }

  @Override
  public Path kubeletSocket() {
    return directory.resolve("kubelet.sock");
  }

  @Override
  public Path proc() {
    return directory.resolve("proc");
  }

  @Override
  public Path cgroups() {
    return directory.resolve("cgroup");
  }

  @Override
  public Path kubeconfig() {
    return directory.resolve("kubeconfig");
  }

  /** Where the API server listens on the loopback device. */
  int apiPort() {
    return api.port();
  }

  @Override
  public String nodeName() {
    return scenario.node().name();
  }

  private List<Pod> listed() {
    double now = clock.seconds();
    return scenario.kubelet().listsEndedPods() ? pods.present(now) : pods.active(now);
  }

  /** The kubelet creates the object of a static pod again, so it stays. */
  private boolean evict(String uid) {
    var found = scenario.pods().stream().filter(pod -> pod.uid().equals(uid)).findFirst();
    found
        .filter(pod -> pod.staticPodId().isEmpty())
        .ifPresent(
            pod -> {
              pods.evict(pod, clock.seconds());
              changes = NONE;
              thread.execute(this::tick);
            });
    return found.isPresent();
  }

  private void play(boolean runs) throws IOException {
    try {
      advance();
    } catch (IOException | RuntimeException problem) {
      close();
      throw problem;
    }
    if (runs) {
      var _ =
          thread.scheduleWithFixedDelay(
              this::tick, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public boolean follow() throws IOException {
    return advance();
  }

  @Override
  public boolean apiAnswers() {
    return ScenarioFault.at(scenario.apiFaults(), clock.seconds()).isEmpty();
  }

  @Override
  public long podsVersion() {
    return api.podsVersion();
  }

  private void tick() {
    try {
      advance();
    } catch (IOException | RuntimeException problem) {
      LOG.log(Level.WARNING, "the simulated node cannot go on as its scenario says", problem);
    }
  }

  /** Does nothing while nothing changes; a clock set back is followed. */
  private boolean advance() throws IOException {
    double now = clock.seconds();
    int due = schedule.changesBy(now);
    if (due == changes) {
      return false;
    }
    changes = due;
    proc.update(now);
    cgroups.update(pods.active(now), now);
    kubelet.be(ScenarioFault.at(scenario.kubelet().faults(), now));
    api.show(pods.present(now), now);
    api.be(ScenarioFault.at(scenario.apiFaults(), now));
    return true;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, "the simulated node does not end");
      }
      api.close();
      kubelet.close();
      proc.close();
      cgroups.close();
      Files.deleteIfExists(kubeconfig());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException problem) {
      LOG.log(Level.WARNING, "the simulated node leaves files behind in " + directory, problem);
    }
  }
}
