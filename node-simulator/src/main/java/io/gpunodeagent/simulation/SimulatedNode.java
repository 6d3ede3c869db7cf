package io.gpunodeagent.simulation;

import io.gpunodeagent.simulation.api.ApiServer;
import io.gpunodeagent.simulation.scenario.Fault;
import io.gpunodeagent.simulation.scenario.NodeScenario;
import io.gpunodeagent.simulation.scenario.Pod;
import io.gpunodeagent.simulation.scenario.ScenarioException;
import io.gpunodeagent.simulation.scenario.ScenarioReader;
import io.gpunodeagent.simulation.scenario.Time;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The cluster around a scenario's GPUs: a kubelet, an API server, a {@code /proc} and a cgroup
 * hierarchy, in step with the scenario's time. Everything lies in one folder and goes with {@link
 * #close}.
 */
public final class SimulatedNode implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(SimulatedNode.class.getName());

  /** How late a change of the scenario may show. */
  private static final long PERIOD_MILLIS = 50;

  /** The kernel's limit on the path of a unix socket. */
  private static final int LONGEST_SOCKET_PATH = 107;

  private static final int NONE = -1;

  private final NodeScenario scenario;
  private final Path directory;
  private final ScenarioClock clock;
  private final Schedule schedule;
  private final LivePods pods;
  private final KubeletOverTime kubelet;
  private final ProcTree proc;
  private final CgroupTree cgroups;
  private final ApiServer api;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("simulated-node").factory());
  private volatile int changes = NONE;

  private SimulatedNode(NodeScenario scenario, Path directory, ScenarioClock clock)
      throws IOException {
    this.scenario = scenario;
    this.directory = directory;
    this.clock = clock;
    schedule = new Schedule(scenario);
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
   * @param scenario the file
   * @param catalogue the folder of models beside the library
   * @param directory where to put socket and files; made when it is not there; empty of what an
   *     earlier run made
   * @param clock tells the time
   * @param start the instant of t = 0, unless the scenario's clock has an epoch
   * @return empty when the scenario has no such part
   * @throws ScenarioException when it cannot be played; its message is one line for the user
   */
  public static Optional<SimulatedNode> start(
      Path scenario, Path catalogue, Path directory, InstantSource clock, Instant start) {
    var read = ScenarioReader.read(scenario, catalogue);
    return read.map(
        node -> open(node, directory, new ScenarioClock(node.time(), clock, start), true));
  }

  /**
   * Plays it by a clock that somebody steps: it is brought up to the clock by {@link #follow} and
   * stands between. The scenario's own clock does not count.
   *
   * @param clock tells the time, which begins at {@code start}
   * @return empty when the scenario has no such part
   * @throws ScenarioException when it cannot be played; its message is one line for the user
   */
  public static Optional<SimulatedNode> startStepped(
      Path scenario, Path catalogue, Path directory, InstantSource clock, Instant start) {
    var read = ScenarioReader.read(scenario, catalogue);
    return read.map(
        node -> open(node, directory, new ScenarioClock(Time.REAL, clock, start), false));
  }

  private static SimulatedNode open(
      NodeScenario scenario, Path directory, ScenarioClock clock, boolean runs) {
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
      var node = new SimulatedNode(scenario, directory, clock);
      node.play(runs);
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

  /** The kubelet's PodResources socket; it is not there while the scenario says so. */
  public Path kubeletSocket() {
    return directory.resolve("kubelet.sock");
  }

  /** What stands for the host's {@code /proc}. */
  public Path proc() {
    return directory.resolve("proc");
  }

  /** What stands for the host's {@code /sys/fs/cgroup}. */
  public Path cgroups() {
    return directory.resolve("cgroup");
  }

  /** How to reach the API server; what it says holds as long as the node is played. */
  public Path kubeconfig() {
    return directory.resolve("kubeconfig");
  }

  /** Where the API server listens on the loopback device. */
  int apiPort() {
    return api.port();
  }

  /** The name of the Node. */
  public String nodeName() {
    return scenario.node().name();
  }

  private List<Pod> listed() {
    double now = clock.seconds();
    return scenario.kubelet().listsEndedPods() ? pods.present(now) : pods.active(now);
  }

  /** The kubelet starts a static pod's object anew, so that one stays. */
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

  /**
   * Brings a node by a stepped clock up to it; when it returns, whoever asks is answered as of now.
   *
   * @return whether anything changed
   * @throws IOException when it cannot go on as its scenario says
   */
  public boolean follow() throws IOException {
    return advance();
  }

  /** Whether the API server answers as it should now. */
  public boolean apiAnswers() {
    return Fault.at(scenario.apiFaults(), clock.seconds()).isEmpty();
  }

  /** The resource version of the latest change of a pod: who knows it knows all pods. */
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
    kubelet.be(Fault.at(scenario.kubelet().faults(), now));
    api.show(pods.present(now), now);
    api.be(Fault.at(scenario.apiFaults(), now));
    return true;
  }

  /** Ends the kubelet and removes what was made in the folder, not the folder itself. */
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
