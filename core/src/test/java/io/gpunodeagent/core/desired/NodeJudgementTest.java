// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.health.HealthFinding;
import io.gpunodeagent.core.health.HealthRules;
import io.gpunodeagent.core.health.NodeCondition;
import io.gpunodeagent.core.health.NodeCondition.Status;
import io.gpunodeagent.core.health.cause.Cause;
import io.gpunodeagent.core.health.output.HealthTaint;
import io.gpunodeagent.core.labels.LabelDamping;
import io.gpunodeagent.core.labels.Machine;
import io.gpunodeagent.core.labels.Machine.Gpu;
import io.gpunodeagent.core.labels.OwnerFacts.Held;
import io.gpunodeagent.core.labels.PlainLabels;
import io.gpunodeagent.core.labels.machine.NodeFacts;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.NodeTopology;
import io.gpunodeagent.core.snapshot.SamplingStatistics;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.state.NodeState;
import io.gpunodeagent.core.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NodeJudgementTest {

  private static final String AGENT = "gpu-node-agent";
  private static final String COUNT = "nvidia.com/gpu.count";
  private static final String OWN = "gpu-node-agent.io/nvlink.topology";
  private static final String HEALTH = "gpu-node-agent.io/gpu.health";
  private static final Instant NOW = Machine.STARTED;
  private static final NodeCondition BAD =
      new NodeCondition(Status.FALSE, "GpuUnhealthy", "1 of 1 GPUs unhealthy", NOW);
  private static final Pods PODS = new Pods(new SourceState.Up(NOW), List.of());

  private static NodeState state(NodeSnapshot node, Health health) {
    return new NodeState(
        AttributedSnapshot.starting(node), PODS, new SourceState.Off(), Usage.none(), health);
  }

  private static Health health(Optional<NodeCondition> condition) {
    return new Health(NOW, Duration.ZERO, new LinkedHashMap<>(), List.of(), condition, List.of());
  }

  private static NodeState gpus(int count) {
    var machine = new Machine();
    for (int index = 0; index < count; index++) {
      machine.gpu(Gpu.h100(index));
    }
    return state(machine.node(), health(Optional.of(BAD)));
  }

  private static NodeState away(DriverState.Problem problem, Duration at) {
    var driver = new DriverState.Unavailable(problem, "detail", "remedy", NOW);
    return state(
        new NodeSnapshot(
            1, NOW, at, driver, false, List.of(), NodeTopology.none(), SamplingStatistics.none()),
        health(Optional.empty()));
  }

  /** A Node whose labels are all held by {@code manager}. */
  private static CurrentNode node(String manager, Map<String, String> labels) {
    var held = new LinkedHashMap<String, Held>();
    labels.forEach((key, value) -> held.put(key, new Held(value, Set.of(manager))));
    return new CurrentNode(
        AGENT, held, manager.equals(AGENT) ? labels : Map.of(), Map.of(), Optional.of(NOW));
  }

  private static NodeRules rules(boolean sharingKnown) {
    return new NodeRules(
        PlainLabels.CONFIG,
        sharingKnown,
        NodeFacts.unknown(NOW),
        false,
        HealthRules.forSlowPeriod(Duration.ofSeconds(30)));
  }

  private static NodeJudgement judge(NodeState state, CurrentNode node) {
    return NodeJudgement.of(Optional.empty(), state, node, rules(true));
  }

  static Stream<Arguments> times() {
    var second = Optional.of(Duration.ofSeconds(1));
    return Stream.of(
        arguments(away(DriverState.Problem.STARTING, Duration.ZERO), Optional.empty(), false),
        arguments(away(DriverState.Problem.LIBRARY_NOT_FOUND, second.get()), second, false),
        arguments(away(DriverState.Problem.LIBRARY_NOT_FOUND, Duration.ZERO), second, true),
        arguments(away(DriverState.Problem.SAMPLING_STALLED, second.get()), second, true),
        arguments(gpus(1), Optional.empty(), true),
        arguments(gpus(1), Optional.of(Duration.ZERO), false),
        arguments(gpus(1), second, true));
  }

  @ParameterizedTest
  @MethodSource("times")
  void aSnapshotIsJudgedOnceUnlessSamplingStalls(
      NodeState state, Optional<Duration> judged, boolean due) {
    assertThat(NodeJudgement.isDue(state, judged)).isEqualTo(due);
  }

  @Test
  void theFirstLabelsAreWantedAtOnce() {
    var desired = judge(gpus(8), node(AGENT, Map.of())).desired();
    assertThat(desired.labels()).containsEntry(COUNT, "8").containsKey(OWN).containsKey(HEALTH);
    assertThat(desired.condition()).contains(BAD);
  }

  @Test
  void whatAnEarlierRunHasPublishedStaysUntilAChangeHasHeld() {
    var node = node(AGENT, Map.of(COUNT, "8"));
    var first = judge(gpus(7), node);
    assertThat(first.desired().labels()).containsEntry(COUNT, "8");
    var published = first.damping().published();
    var since = Duration.ofMinutes(-2);
    var waited =
        new LabelDamping(
            published, Map.of(COUNT, new LabelDamping.Pending(Optional.of("7"), since)));
    var second = NodeJudgement.of(Optional.of(waited), gpus(7), node, rules(true));
    assertThat(second.desired().labels()).containsEntry(COUNT, "7");
  }

  @Test
  void healthNeitherWaitsNorIsLeftToAnotherManager() {
    var wrong = Map.of(HEALTH, "unhealthy", OWN, "wrong");
    var ours = judge(gpus(1), node(AGENT, wrong));
    assertThat(ours.desired().labels()).containsEntry(OWN, "wrong");
    assertThat(ours.desired().labels().get(HEALTH)).isEqualTo("healthy");
    var theirs = judge(gpus(1), node("kubectl-label", wrong));
    assertThat(theirs.desired().labels()).containsKey(HEALTH).doesNotContainKey(OWN);
    assertThat(theirs.problems())
        .singleElement()
        .satisfies(one -> assertThat(one.key()).isEqualTo(OWN));
  }

  @Test
  void withoutThePluginsConfigurationNoLabelOfNvidiaIsKnown() {
    var judgement =
        NodeJudgement.of(Optional.empty(), gpus(8), node(AGENT, Map.of(COUNT, "2")), rules(false));
    assertThat(judgement.desired().labels())
        .containsEntry(COUNT, "2")
        .doesNotContainKey("nvidia.com/gpu.product");
    assertThat(judgement.desired().unknown()).contains("nvidia.com/*");
  }

  @Test
  void nothingOfHealthChangesBeforeEveryGpuWasJudged() {
    var starting = new Cause.DriverUnavailable(DriverState.Problem.STARTING);
    var unjudged =
        new Health(
            NOW,
            Duration.ZERO,
            new LinkedHashMap<>(),
            List.of(HealthFinding.raised(starting, NOW, 1, "")),
            Optional.of(BAD),
            List.of());
    var desired =
        judge(state(new Machine().gpu(Gpu.h100(0)).node(), unjudged), node(AGENT, Map.of()))
            .desired();
    assertThat(desired.condition()).isEmpty();
    assertThat(desired.unknown()).contains("gpu-node-agent.io/gpu.*");
    assertThat(desired.taint()).isEqualTo(new HealthTaint.Decision.Leave());
  }

  @Test
  void aConditionDoesNotOutliveTheGpusItWasAbout() {
    var none = state(new Machine().node(), health(Optional.empty()));
    var condition = judge(none, node(AGENT, Map.of())).desired().condition().orElseThrow();
    assertThat(condition.status()).isEqualTo(Status.UNKNOWN);
    assertThat(condition.reason()).isEqualTo("NoGpus");
    assertThat(condition.lastTransition()).isEqualTo(NOW);
  }

  @Test
  void withoutATaintRuleTheTaintIsLifted() {
    assertThat(judge(gpus(1), node(AGENT, Map.of())).desired().taint())
        .isEqualTo(new HealthTaint.Decision.Lift());
  }
}
