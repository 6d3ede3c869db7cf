// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.cluster.pods.PodWriter;
import io.gpunodeagent.agent.config.ConfigLoader;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.Simulator;
import io.gpunodeagent.agent.config.Sources;
import io.gpunodeagent.agent.enforcement.EnforcementConfig;
import io.gpunodeagent.agent.enforcement.Enforcer;
import io.gpunodeagent.agent.history.Chronicle;
import io.gpunodeagent.agent.json.AgentFacts;
import io.gpunodeagent.agent.replay.scenario.ScenarioPlay;
import io.gpunodeagent.core.overview.EvictionAttempt;
import io.gpunodeagent.core.policy.EvictionMemory;
import io.gpunodeagent.core.policy.decision.Stage;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.recording.Trigger;
import io.gpunodeagent.core.state.NodeState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults of a simulated node, seen through the simulated library, and what is recorded of them:
 * minutes of seconds, as fast as the machine can.
 */
@Timeout(240)
class RecorderIT {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String RULES =
      """
      policies:
        dryRun: false
        idle:
          - {name: idle, idleAfter: 1m, warmup: 0s, notice: 1m, action: evict}
      """;
  private static final String NODE =
      """
      description: a notebook that rests and a training job
      driver: {version: 595.91.07, nvml: 13.595.91.07, cuda: 13020, branch: r595_00, symbols: 595}
      defaults: {model: L40S, persistence: true, temperatureIdle: 29, temperatureRise: 44}
      devices:
        - processes: [{pid: 100, name: python3, memory: 9GiB}]
        - processes: [{pid: 101, name: python3, memory: 9GiB, sm: {constant: 80}}]
      kubernetes:
        node: {name: recorded-1}
        pods:
          - {name: notebook, containers: [{name: main, allocations: [{device: 0}], processes: [100]}]}
          - {name: train, containers: [{name: main, allocations: [{device: 1}], processes: [101]}]}
      """;

  @TempDir private Path folder;

  /** The node with its recorder. */
  private final class Played implements AutoCloseable {

    final ScenarioPlay play;
    final Recorder recorder;
    private final Chronicle chronicle =
        new Chronicle(NodeState.starting(START, true), List.of(), () -> Duration.ofSeconds(10));
    private volatile NodeState published = chronicle.latest();
    private volatile Duration time = Duration.ZERO;

    Played(Outcome.Valid valid, String faults) throws Exception {
      var scenario = Files.writeString(folder.resolve("scenario.yaml"), NODE + faults).toString();
      var simulator =
          Simulator.in(Path.of(System.getProperty("nvml.simulator.directory"), "lib"))
              .orElseThrow();
      play = ScenarioPlay.open(valid, simulator, scenario, SECOND, START);
      var facts = new AgentFacts("recorded-1", "1", SECOND, PolicyRules.none(), new TreeMap<>());
      recorder =
          new Recorder(
              folder.resolve("recordings"),
              1 << 24,
              new Recorder.Subject(chronicle, () -> published, () -> facts),
              () -> START.plus(time),
              () -> time.toNanos());
    }

    NodeState step() throws Exception {
      published = play.next();
      time = Duration.between(START, published.node().takenAt());
      var before = chronicle.latest();
      recorder.take(before, published, chronicle.take(published));
      recorder.look();
      return published;
    }

    void take(EvictionAttempt attempt) {
      chronicle.take(attempt.event());
      recorder.take(attempt);
    }

    Played run(int seconds) throws Exception {
      for (int second = 0; second < seconds; second++) {
        step();
      }
      return this;
    }

    /** The sampler gives nothing for so long; the pipeline publishes what is left. */
    void stall(int seconds) {
      published = published.stalled(published.health());
      for (int second = 0; second < seconds; second++) {
        time = time.plus(SECOND);
        recorder.look();
      }
    }

    @Override
    public void close() {
      recorder.close();
      play.close();
    }
  }

  private Outcome.Valid configuration(String yaml) throws IOException {
    var file = Files.writeString(folder.resolve("rules.yaml"), yaml);
    var sources =
        new Sources(Optional.of(file), Map.of(), Map.of(), Optional.empty(), "recorded-1", false);
    return switch (ConfigLoader.load(sources)) {
      case Outcome.Valid valid -> valid;
      case Outcome.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }

  private RecordingHead only() throws IOException {
    var entries = new RecordingFolder(folder.resolve("recordings")).entries();
    assertThat(entries).hasSize(1);
    return entries.getFirst().head().orElseThrow();
  }

  private JsonNode content() throws IOException {
    return new ObjectMapper()
        .readTree(folder.resolve("recordings").resolve(only().name() + ".json").toFile());
  }

  private static List<Trigger.Kind> kinds(RecordingHead head) {
    return head.triggers().stream().map(trigger -> trigger.cause().kind()).distinct().toList();
  }

  /** How many of the seconds have a value. */
  private static long known(JsonNode series, int from, int to) {
    return IntStream.range(from, to).filter(slot -> !series.get(slot).isNull()).count();
  }

  @Test
  void anXidIsRecordedWithTheSecondsBeforeAndAfterItAndWhoHeldTheGpu() throws Exception {
    try (var played =
        new Played(configuration("{}"), "events: [{at: 400s, device: 1, xid: 79}]\n")) {
      played.run(540);
    }

    var head = only();
    assertThat(head.complete()).isTrue();
    assertThat(kinds(head)).containsExactly(Trigger.Kind.XID);
    var cause = head.triggers().getFirst().cause();
    assertThat(cause.xid()).hasValue(79);
    assertThat(head.triggers().getFirst().at())
        .isBetween(START.plusSeconds(399), START.plusSeconds(402));
    assertThat(Duration.between(head.from(), head.to()))
        .isBetween(Duration.ofSeconds(418), Duration.ofSeconds(421));
    var recording = content();
    assertThat(recording.at("/series/gpus/1/uuid").asText()).isEqualTo(cause.gpu().orElseThrow());
    for (int gpu = 0; gpu < 2; gpu++) {
      var power = recording.at("/series/gpus/" + gpu + "/series/powerUsageMilliwatts");
      assertThat(known(power, 0, power.size())).isEqualTo(power.size());
    }
    assertThat(recording.at("/moments").findValuesAsText("moment"))
        .containsExactly("before", "trigger", "end");
    var trigger = recording.at("/moments/1");
    assertThat(trigger.at("/allocations").findValuesAsText("pod"))
        .containsExactlyInAnyOrder("notebook", "train");
    assertThat(trigger.at("/allocations").findValuesAsText("activity")).contains("active");
    assertThat(trigger.at("/snapshot/gpus/1/events/xids/79/count").asInt()).isEqualTo(1);
    assertThat(recording.at("/moments/0/snapshot/gpus/1/events/xids")).isEmpty();
    assertThat(recording.at("/events").findValuesAsText("kind")).contains("xid");
  }

  @Test
  void aLostGpuIsRecordedAndItsSecondsEndThere() throws Exception {
    try (var played = new Played(configuration("{}"), "faults: [{lost: 1, from: 400s}]\n")) {
      played.run(540);
    }

    var head = only();
    assertThat(kinds(head)).containsExactly(Trigger.Kind.LOST);
    assertThat(head.triggers().getFirst().text()).startsWith("GPU 1 is lost: ");
    var recording = content();
    var lost = recording.at("/series/gpus/1/series/powerUsageMilliwatts");
    assertThat(known(lost, 0, 290)).isEqualTo(290);
    assertThat(known(lost, 302, lost.size())).isZero();
    var other = recording.at("/series/gpus/0/series/powerUsageMilliwatts");
    assertThat(known(other, 302, other.size())).isEqualTo(other.size() - 302);
    assertThat(recording.at("/moments/0/snapshot/gpus/1/condition/state").asText())
        .isEqualTo("fresh");
    assertThat(recording.at("/moments/1/snapshot/gpus/1/condition/state").asText())
        .isEqualTo("lost");
  }

  @Test
  void aStallOfSamplingIsRecordedWhileItLasts() throws Exception {
    try (var played = new Played(configuration("{}"), "")) {
      played.run(400).stall(150);
      var head = only();
      assertThat(head.complete()).isTrue();
      assertThat(kinds(head)).containsExactly(Trigger.Kind.SAMPLING_STALLED);
    }

    var recording = content();
    var power = recording.at("/series/gpus/0/series/powerUsageMilliwatts");
    assertThat(known(power, 0, 300)).isEqualTo(300);
    assertThat(known(power, 300, power.size())).isZero();
    assertThat(recording.at("/moments/0/snapshot/gpus")).hasSize(2);
    assertThat(recording.at("/moments/1/snapshot/gpus")).isEmpty();
  }

  @Test
  void anEvictionIsRecordedWithTheDecisionThatCalledForIt() throws Exception {
    var valid = configuration(RULES);
    try (var played = new Played(valid, "");
        var enforcer = enforcer(played, valid.config().policies())) {
      enforcer.onEviction(played::take);
      enforcer.start();
      for (int second = 0; second < 600; second++) {
        var state = played.step();
        enforcer.offer(state);
        if (isDue(state)) {
          Eventually.until("the pod is evicted", () -> evictions(enforcer) == 1);
        } else {
          settle(enforcer, state);
        }
      }
    }

    var head = only();
    assertThat(kinds(head)).containsExactly(Trigger.Kind.EVICTION);
    assertThat(head.triggers().getFirst().cause().pod()).contains("default/notebook");
    assertThat(head.complete()).isTrue();
    var recording = content();
    assertThat(recording.at("/moments").findValuesAsText("moment"))
        .containsExactly("trigger", "end");
    assertThat(recording.at("/moments/0/decisions").findValuesAsText("stage")).contains("due");
  }

  /** What the steps before an eviction take is done before the next second begins. */
  private static void settle(Enforcer enforcer, NodeState state) {
    boolean decided =
        state.policies().decisions().stream().anyMatch(one -> one.stage() != Stage.WATCHED);
    if (decided) {
      Eventually.until(
          "the eviction is announced",
          () ->
              enforcer.status().actions().keySet().stream()
                  .anyMatch(action -> action.action().equals("announce")));
    }
  }

  private static boolean isDue(NodeState state) {
    return state.policies().decisions().stream().anyMatch(one -> one.stage() == Stage.DUE);
  }

  private static long evictions(Enforcer enforcer) {
    return enforcer.status().actions().entrySet().stream()
        .filter(entry -> entry.getKey().action().equals("evict"))
        .filter(entry -> entry.getKey().outcome().equals("done"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static Enforcer enforcer(Played played, PolicyRules rules) {
    return new Enforcer(
        new EnforcementConfig(true, played.play.nodeName(), Duration.ofMinutes(5)),
        Optional.of(new PodWriter(played.play.cluster())),
        played.play.grants(),
        rules,
        EvictionMemory.none(),
        () -> true,
        played.play::now,
        () -> Duration.between(START, played.play.now()).toNanos());
  }
}
