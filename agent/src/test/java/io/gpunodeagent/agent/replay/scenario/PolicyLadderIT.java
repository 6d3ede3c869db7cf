// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.replay.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.pods.PodAnswer;
import io.gpunodeagent.agent.cluster.pods.PodTarget;
import io.gpunodeagent.agent.cluster.pods.PodWriter;
import io.gpunodeagent.agent.config.ConfigLoader;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.Simulator;
import io.gpunodeagent.agent.config.Sources;
import io.gpunodeagent.agent.enforcement.EnforcementConfig;
import io.gpunodeagent.agent.enforcement.Enforcer;
import io.gpunodeagent.core.policy.EvictionMemory;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.Stage;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.state.NodeState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Some hours of a simulated node, from NVML to evictions: what the library, the kubelet, {@code
 * /proc} and the API server say is joined and judged, and what the rules decide is done to the pods
 * on that API server. Time is stepped; between two steps it stands until all is done.
 */
@Timeout(180)
class PolicyLadderIT {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration STEP = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration FRESHNESS = Duration.ofSeconds(31);
  private static final String RULES =
      """
      policies:
        dryRun: false
        idle:
          - {name: idle, idleAfter: 1h, warmup: 0s, notice: 10m, action: evict}
      """;
  private static final String NODE =
      """
      description: a notebook, a training job, an exempted pod, and two of one name
      driver: {version: 595.91.07, nvml: 13.595.91.07, cuda: 13020, branch: r595_00, symbols: 595}
      defaults: {model: L40S, persistence: true, temperatureIdle: 29, temperatureRise: 44}
      devices:
        - processes: [{pid: 100, name: python3, memory: 9GiB}]
        - processes: [{pid: 101, name: python3, memory: 9GiB, sm: {constant: 80}}]
        - {}
        - processes: [{pid: 103, name: python3, memory: 9GiB, sm: {constant: 50}, until: 60m}]
      kubernetes:
        node: {name: ladder-1}
        pods:
          - {name: notebook, containers: [{name: main, allocations: [{device: 0}], processes: [100]}]}
          - {name: train, containers: [{name: main, allocations: [{device: 1}], processes: [101]}]}
          - name: exempt
            annotations: {gpu-node-agent.io/exempt-until: "2026-01-01T03:00:00Z"}
            containers: [{name: main, allocations: [{device: 2}]}]
          - name: eval
            until: 90m
            containers: [{name: main, allocations: [{device: 3}], processes: [103]}]
          - {name: eval, from: 95m, containers: [{name: main, allocations: [{device: 3}]}]}
      """;
  private static final String RECLAIM_AT = "gpu-node-agent.io/reclaim-at";
  private static final String RECLAIMABLE = "gpu-node-agent.io/reclaimable";
  private static final Pattern ACTION =
      Pattern.compile("\"audit\":\"action\",\"action\":\"(\\w+)\",\"outcome\":\"(\\w+)\"");
  private static final Pattern EVENT = Pattern.compile("\"event\":\"(\\w+)\"");

  private final List<String> audit = new CopyOnWriteArrayList<>();
  private final Logger logger = Logger.getLogger("audit");
  private final Handler listener =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          audit.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };
  private final Map<String, Stage> stages = new HashMap<>();
  private final Map<String, Duration> evicted = new HashMap<>();
  @TempDir private Path folder;
  private Optional<Enforcer> enforcer = Optional.empty();

  @BeforeEach
  void listen() {
    logger.addHandler(listener);
  }

  @AfterEach
  void end() {
    enforcer.ifPresent(Enforcer::close);
    logger.removeHandler(listener);
  }

  @Test
  void idlePodsAreAnnouncedMarkedAndEvictedInOrderAndNoOthers() throws Exception {
    var valid = configuration();
    var simulator = simulator();
    var scenario = Files.writeString(folder.resolve("ladder.yaml"), NODE).toString();
    try (var play = ScenarioPlay.open(valid, simulator, scenario, STEP, START)) {
      var rules = valid.config().policies();
      enforce(play, rules, EvictionMemory.none());
      boolean restarted = false;
      while (Duration.between(START, play.now()).toHours() < 4) {
        var state = step(play);
        if (!restarted && announcementIsSeen(state)) {
          restarted = true;
          enforce(play, rules, enforcer.orElseThrow().memory());
        }
      }
      assertThat(restarted).isTrue();
      var events = events(play.cluster());
      assertThat(Pattern.compile("\"reason\":\"(\\w+)\"").matcher(events).results())
          .extracting(found -> found.group(1))
          .containsOnly("GpuIdle", "GpuReclaimable", "GpuEviction")
          .hasSize(9);
      assertThat(events)
          .contains("\"notebook\"", "\"exempt\"", "\"eval\"")
          .doesNotContain("\"train\"");
    }
    for (var pod : List.of("notebook", "exempt", "eval")) {
      assertThat(actions(pod))
          .as(pod)
          .containsExactly("announce", "GpuIdle", "mark", "GpuReclaimable", "GpuEviction", "evict");
    }
    assertThat(actions("train")).isEmpty();
    assertThat(evicted.keySet()).containsExactlyInAnyOrder("notebook", "exempt", "eval");
    within(evicted.get("notebook"), Duration.ofMinutes(70));
    // Its predecessor of that name had rested since the sixtieth minute.
    within(evicted.get("eval"), Duration.ofMinutes(95 + 70));
    // It had rested from the start, and nobody was told while it was exempt.
    within(evicted.get("exempt"), Duration.ofMinutes(180 + 10));
  }

  /** No sooner, and at most two periods later. */
  private static void within(@Nullable Duration after, Duration expected) {
    assertThat(after).isBetween(expected, expected.plus(STEP.multipliedBy(4)));
  }

  private static Simulator simulator() {
    return Simulator.in(Path.of(System.getProperty("nvml.simulator.directory"), "lib"))
        .orElseThrow();
  }

  private Outcome.Valid configuration() throws IOException {
    var file = Files.writeString(folder.resolve("rules.yaml"), RULES);
    var sources =
        new Sources(Optional.of(file), Map.of(), Map.of(), Optional.empty(), "ladder-1", false);
    return switch (ConfigLoader.load(sources)) {
      case Outcome.Valid valid -> valid;
      case Outcome.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }

  private void enforce(ScenarioPlay play, PolicyRules rules, EvictionMemory memory) {
    enforcer.ifPresent(Enforcer::close);
    var started =
        new Enforcer(
            new EnforcementConfig(true, play.nodeName(), FRESHNESS),
            Optional.of(new PodWriter(play.cluster())),
            play.grants(),
            rules,
            memory,
            () -> true,
            play::now,
            () -> Duration.between(START, play.now()).toNanos());
    started.start();
    enforcer = Optional.of(started);
  }

  /** Whether the agent has heard of an announcement, by which one that restarts goes on. */
  private static boolean announcementIsSeen(NodeState state) {
    return state.pods().entries().stream()
        .anyMatch(pod -> pod.annotations().containsKey(RECLAIM_AT));
  }

  /** Takes a state, and waits until what changed in it is done. */
  private NodeState step(ScenarioPlay play) throws Exception {
    var state = play.next();
    enforcer.orElseThrow().offer(state);
    for (var decision : state.policies().decisions()) {
      var uid = decision.pod().uid().orElseThrow();
      var before = stages.put(uid, decision.stage());
      if (before != null && before != decision.stage()) {
        await(play, decision, uid);
      }
    }
    return state;
  }

  private void await(ScenarioPlay play, PodDecision decision, String uid)
      throws InterruptedException {
    var pod = new PodTarget(decision.pod().namespace(), decision.pod().name(), uid);
    var api = new PodWriter(play.cluster());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!done(api.read(pod), decision.stage()) || !told(pod.name(), decision.stage())) {
      assertThat(System.nanoTime()).as("%s, after %s", decision, audit).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
    if (decision.stage() == Stage.DUE) {
      evicted.put(pod.name(), Duration.between(START, play.now()));
    }
  }

  private static boolean done(PodAnswer answer, Stage stage) {
    return switch (answer) {
      case PodAnswer.Seen(var seen) ->
          switch (stage) {
            case WATCHED -> !seen.pod().annotations().containsKey(RECLAIM_AT);
            case ANNOUNCED -> seen.pod().annotations().containsKey(RECLAIM_AT);
            case MARKED -> seen.pod().annotations().containsKey(RECLAIMABLE);
            case DUE -> false;
          };
      case PodAnswer.Gone _ -> stage == Stage.DUE;
      case PodAnswer.Done() -> false;
      case PodAnswer.Changed _, PodAnswer.Blocked _ -> false;
      case PodAnswer.Forbidden(var reason) -> throw new AssertionError(reason);
      case PodAnswer.Unavailable(var _, var reason) -> throw new AssertionError(reason);
    };
  }

  /** Whether the last that is done at a stage was done: an agent that ends before leaves it out. */
  private boolean told(String pod, Stage stage) {
    return switch (stage) {
      case WATCHED -> true;
      case ANNOUNCED -> actions(pod).contains("GpuIdle");
      case MARKED -> actions(pod).contains("GpuReclaimable");
      case DUE -> actions(pod).contains("evict");
    };
  }

  /** What was done to a pod, in order: an Event by its reason. */
  private List<String> actions(String pod) {
    var actions = new ArrayList<String>();
    for (var line : audit) {
      var action = ACTION.matcher(line);
      if (action.find() && line.contains("\"pod\":\"" + pod + "\"")) {
        assertThat(action.group(2)).as(line).isEqualTo("done");
        var event = EVENT.matcher(line);
        actions.add(event.find() ? event.group(1) : action.group(1));
      }
    }
    return actions;
  }

  private static String events(ClusterConfig cluster) throws IOException, InterruptedException {
    var server =
        Files.readString(cluster.kubeconfig().orElseThrow())
            .replaceAll("(?s).*server: (\\S+).*", "$1");
    try (var client = HttpClient.newHttpClient()) {
      var all = URI.create(server + "/api/v1/namespaces/default/events");
      return client.send(HttpRequest.newBuilder(all).build(), BodyHandlers.ofString()).body();
    }
  }
}
