// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.health.GpuHealth;
import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.health.HealthFinding;
import io.gpunodeagent.core.health.cause.Cause;
import io.gpunodeagent.core.health.cause.FaultCause;
import io.gpunodeagent.core.health.cause.GpuState;
import io.gpunodeagent.core.overview.NodeProblem.Severity;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.NodeTopology;
import io.gpunodeagent.core.snapshot.SamplingStatistics;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.state.NodeState;
import io.gpunodeagent.core.usage.Usage;
import io.gpunodeagent.core.usage.World;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** What is wrong with a node, each with a way out, worst first. */
class NodeProblemsTest {

  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  @Test
  void aMissingDriverIsSaidOnceAndWithItsRemedy() {
    var driver =
        new DriverState.Unavailable(
            DriverState.Problem.DRIVER_NOT_LOADED, "nvmlInit_v2 failed", "load nvidia.ko", NOW);
    var node =
        new NodeSnapshot(
            1, NOW, driver, false, List.of(), NodeTopology.none(), SamplingStatistics.none());
    var finding =
        HealthFinding.raised(
            new Cause.DriverUnavailable(DriverState.Problem.DRIVER_NOT_LOADED),
            NOW,
            1,
            "since 12:00");
    var health =
        new Health(
            NOW,
            Duration.ZERO,
            new LinkedHashMap<>(),
            List.of(finding),
            Optional.empty(),
            List.of());

    var attributed = AttributedSnapshot.starting(node);
    var problems =
        NodeProblems.of(
            new NodeState(attributed, Pods.off(), new SourceState.Off(), Usage.none(), health));

    assertThat(problems)
        .filteredOn(problem -> problem.kind().equals("driver_unavailable"))
        .containsExactly(
            new NodeProblem(
                Severity.ERROR,
                "driver_unavailable",
                Optional.empty(),
                "NVML is not available: nvmlInit_v2 failed",
                Optional.of("load nvidia.ko")));
  }

  @Test
  void faultsOfGpusComeWorstFirstAndNameTheGpu() {
    var watched = new WatchedNode();
    watched.world.sample(new GpuBuilder(0));
    var gpus = new LinkedHashMap<String, GpuHealth>();
    gpus.put("GPU-0", gpu("GPU-0", new Cause.Of(FaultCause.ROW_REMAP_PENDING), GpuState.DEGRADED));
    gpus.put("GPU-1", gpu("GPU-1", new Cause.XidError(79), GpuState.UNHEALTHY));
    var health = new Health(NOW, Duration.ZERO, gpus, List.of(), Optional.empty(), List.of());
    var state = watched.state();

    var problems = NodeProblems.of(with(state, health));

    assertThat(problems).extracting(NodeProblem::kind).containsExactly("xid", "row_remap_pending");
    assertThat(problems.getFirst().severity()).isEqualTo(Severity.ERROR);
    assertThat(problems.getFirst().gpu()).contains("GPU-1");
    assertThat(problems.getFirst().remedy()).isPresent();
  }

  @Test
  void aHangIsSaidWhileItIsOnlySuspected() {
    var suspected =
        new HealthFinding(
            new Cause.Of(FaultCause.HUNG),
            NOW,
            NOW,
            1,
            "in nvmlDeviceGetPowerUsage",
            new HealthFinding.Progress(
                Duration.ZERO, Duration.ZERO, false, false, Optional.empty()));
    var watched = new WatchedNode();
    watched.world.sample(new GpuBuilder(0));
    var gpus = new LinkedHashMap<String, GpuHealth>();
    gpus.put(
        "GPU-0", GpuHealth.of("GPU-0", "GPU 0", "", GpuState.UNKNOWN, NOW, List.of(suspected)));

    var problems = NodeProblems.of(with(watched.state(), gpus));

    assertThat(problems).extracting(NodeProblem::severity).containsExactly(Severity.WARNING);
  }

  @Test
  void anErrorOfAnApplicationIsANote() {
    var watched = new WatchedNode();
    watched.world.sample(new GpuBuilder(0));
    var gpus = new LinkedHashMap<String, GpuHealth>();
    gpus.put("GPU-0", gpu("GPU-0", new Cause.XidError(13), GpuState.HEALTHY));

    var problems = NodeProblems.of(with(watched.state(), gpus));

    assertThat(problems).extracting(NodeProblem::severity).containsExactly(Severity.NOTE);
  }

  @Test
  void aSourceThatIsDownIsAProblemAndOneThatIsOffIsNot() {
    var watched = new WatchedNode();
    watched.world.sample(new GpuBuilder(0));
    assertThat(NodeProblems.of(watched.state())).isEmpty();

    watched.world.kubelet(
        Optional.of(new SourceState.Down(World.START, Optional.empty(), "no such socket")));
    watched.world.sample(new GpuBuilder(0));

    assertThat(NodeProblems.of(watched.state()))
        .extracting(NodeProblem::text)
        .containsExactly("kubelet: down: no such socket");
  }

  @Test
  void useByAPodThatWasNotGivenTheGpuIsSaid() {
    var watched = new WatchedNode();
    watched.world.holds("a", 0).pod("thief").runs("thief", 7);
    watched.world.sample(new GpuBuilder(0).process(7, 40, 1L << 30), new GpuBuilder(1));
    watched.world.sample(new GpuBuilder(0).process(7, 40, 1L << 30), new GpuBuilder(1));

    assertThat(NodeProblems.of(watched.state()))
        .extracting(NodeProblem::kind)
        .containsExactly("used_by_another_pod");
  }

  private static NodeState with(NodeState state, SequencedMap<String, GpuHealth> gpus) {
    return with(
        state, new Health(NOW, Duration.ZERO, gpus, List.of(), Optional.empty(), List.of()));
  }

  private static NodeState with(NodeState state, Health health) {
    return new NodeState(
        state.attributed(), state.pods(), state.draDevices(), state.usage(), health);
  }

  private static GpuHealth gpu(String id, Cause cause, GpuState state) {
    return GpuHealth.of(
        id, "GPU", "", state, NOW, List.of(HealthFinding.raised(cause, NOW, 1, "read")));
  }
}
