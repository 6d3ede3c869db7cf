// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.overview.NodeProblem.Severity;
import io.gpunodeagent.core.overview.Occurrence.Kind;
import io.gpunodeagent.core.policy.Policies;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.Stage;
import io.gpunodeagent.core.policy.decision.Verdict;
import io.gpunodeagent.core.policy.decision.VerdictEvidence;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuEvents;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.NodeTopology;
import io.gpunodeagent.core.snapshot.SamplingStatistics;
import io.gpunodeagent.core.snapshot.XidKind;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.state.NodeState;
import io.gpunodeagent.core.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What happened between two states, and that nothing did when nothing changed. */
class OccurrencesTest {

  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final DriverState AWAY =
      new DriverState.Unavailable(
          DriverState.Problem.DRIVER_NOT_LOADED, "no module", "load it", NOON);

  private static DriverState ready(String version) {
    return new DriverState.Ready(
        Reading.of(version),
        Reading.unsupported(),
        Reading.unsupported(),
        Reading.unsupported(),
        "libnvidia-ml.so.1",
        1);
  }

  private static NodeState state(DriverState driver, Duration time, GpuBuilder... gpus) {
    var node =
        new NodeSnapshot(
            1,
            NOON.plus(time),
            time,
            driver,
            false,
            GpuBuilder.node(NOON, gpus).gpus(),
            NodeTopology.none(),
            SamplingStatistics.none());
    return new NodeState(
        AttributedSnapshot.starting(node), Pods.off(), new SourceState.Off(), Usage.none());
  }

  private static NodeState state(GpuBuilder... gpus) {
    return state(ready("580"), Duration.ofSeconds(1), gpus);
  }

  private static List<Occurrence> between(NodeState before, NodeState after) {
    return Occurrences.between(before, after, PATIENCE);
  }

  private static void one(List<Occurrence> events, Kind kind, Severity severity, String text) {
    assertThat(events).hasSize(1);
    assertThat(events.getFirst().kind()).isEqualTo(kind);
    assertThat(events.getFirst().severity()).isEqualTo(severity);
    assertThat(events.getFirst().text()).isEqualTo(text);
  }

  @Test
  void whereNothingChangedNothingHappened() {
    var gpu = xids(2);

    assertThat(between(state(gpu), state(gpu))).isEmpty();
    assertThat(between(state(AWAY, PATIENCE), state(AWAY, PATIENCE))).isEmpty();
  }

  @Test
  void anXidIsToldOnceWithItsMeaning() {
    var events = between(state(new GpuBuilder(0)), state(xids(1)));

    one(
        events,
        Kind.XID,
        Severity.ERROR,
        "GPU 0: XID 79, GPU has fallen off the bus; recommended: restart the node");
    assertThat(events.getFirst().gpu()).isPresent();
    one(
        between(state(xids(1)), state(xids(3))),
        Kind.XID,
        Severity.ERROR,
        "GPU 0: XID 79, GPU has fallen off the bus, 2 times; recommended: restart the node");
  }

  private static GpuBuilder xids(long count) {
    return new GpuBuilder(0)
        .events(
            new GpuEvents(
                GpuEvents.Watch.ON,
                List.of(),
                Map.of(XidKind.of(79), new GpuEvents.XidCount(count, NOON)),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                PATIENCE));
  }

  @Test
  void aStepOfAPodIsToldWithItsReason() {
    one(
        between(judged(Stage.WATCHED), judged(Stage.ANNOUNCED)),
        Kind.POLICY,
        Severity.WARNING,
        "ns/a is announced as reclaimable, dry run (rule notebooks: its use is unknown now)");
    one(
        between(judged(Stage.DUE), judged(Stage.WATCHED)),
        Kind.POLICY,
        Severity.NOTE,
        "ns/a is in use again or not proven idle, its announcement is void, dry run (rule"
            + " notebooks: its use is unknown now)");
    assertThat(between(state(), judged(Stage.WATCHED))).isEmpty();
  }

  private static NodeState judged(Stage stage) {
    var decision =
        new PodDecision(
            new PodDecision.PodRef("ns", "a", Optional.of("uid")),
            List.of(),
            PodDecision.Kind.IDLE,
            "notebooks",
            PolicyAction.EVICT,
            PolicyAction.EVICT,
            stage,
            Verdict.MET,
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            new VerdictEvidence.TimeSlice(List.of(), PATIENCE, PATIENCE, true),
            true);
    var state = state();
    return new NodeState(
        state.attributed(),
        state.pods(),
        state.draDevices(),
        state.usage(),
        state.health(),
        new Policies(List.of(decision), Policies.none().history()));
  }

  @Test
  void aGpuHangsIsLostAndIsReadAgain() {
    var hung = new GpuBuilder(0).condition(new GpuCondition.Hung("nvmlDeviceGetPowerUsage", NOON));
    var lost =
        new GpuBuilder(0).condition(new GpuCondition.Lost("nvmlDeviceGetMemoryInfo", 15, NOON));

    one(
        between(state(new GpuBuilder(0)), state(hung)),
        Kind.GPU,
        Severity.ERROR,
        "GPU 0 hangs in nvmlDeviceGetPowerUsage");
    one(
        between(state(hung), state(lost)),
        Kind.GPU,
        Severity.ERROR,
        "GPU 0 is lost: nvmlDeviceGetMemoryInfo answered 15");
    one(
        between(state(lost), state(new GpuBuilder(0))),
        Kind.GPU,
        Severity.NOTE,
        "GPU 0 is read again");
  }

  @Test
  void aFirstReadingIsNoEvent() {
    var unread = new GpuBuilder(0).condition(new GpuCondition.Unread("", NOON));

    assertThat(between(state(unread), state(new GpuBuilder(0)))).isEmpty();
  }

  @Test
  void aGpuGoesAndComes() {
    var both = state(new GpuBuilder(0), new GpuBuilder(1));

    one(
        between(both, state(new GpuBuilder(0))),
        Kind.GPU,
        Severity.ERROR,
        "GPU 1 is not enumerated any more");
    one(between(state(new GpuBuilder(0)), both), Kind.GPU, Severity.NOTE, "GPU 1 is there");
  }

  @Test
  void theDriverGoesComesAndChanges() {
    var second = Duration.ofSeconds(1);
    one(
        between(state(), state(AWAY, second)),
        Kind.DRIVER,
        Severity.ERROR,
        "NVML does not answer: no module");
    one(
        between(state(AWAY, second), state(ready("590"), second, new GpuBuilder(0))),
        Kind.DRIVER,
        Severity.NOTE,
        "NVML answers: driver 590, 1 GPUs");
    one(
        between(state(), state(ready("590"), second)),
        Kind.DRIVER,
        Severity.NOTE,
        "the driver was 580 and is 590");
  }

  @Test
  void aPauseOfTheSamplerIsAnEvent() {
    one(
        between(state(), state(ready("580"), PATIENCE.plusSeconds(2))),
        Kind.SAMPLING,
        Severity.WARNING,
        "no sample was taken for 11 s");
  }

  @Test
  void theKubeletFallsSilentAndAnswersAgain() {
    var node = new WatchedNode();
    node.world.sample(new GpuBuilder(0));
    var up = node.state();
    node.world.kubelet(Optional.of(new SourceState.Down(NOON, Optional.of(NOON), "no socket")));
    node.world.sample(new GpuBuilder(0));
    var down = node.state();

    one(between(up, down), Kind.SOURCE, Severity.WARNING, "the kubelet does not answer: no socket");
    one(between(down, up), Kind.SOURCE, Severity.NOTE, "the kubelet answers again");
  }
}
