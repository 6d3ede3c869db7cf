// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.health.GpuHealth;
import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.health.HealthFinding;
import io.gpunodeagent.core.health.cause.Cause;
import io.gpunodeagent.core.health.cause.FaultCause;
import io.gpunodeagent.core.health.cause.GpuState;
import io.gpunodeagent.core.snapshot.AbsentGpus;
import io.gpunodeagent.core.snapshot.DepartedGpu;
import io.gpunodeagent.core.snapshot.DriverMessage;
import io.gpunodeagent.core.snapshot.DriverMessages;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
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
import org.junit.jupiter.api.Test;

class HealthSeriesTest {

  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  private static GpuHealth gpu(String id, GpuState state, HealthFinding... findings) {
    return GpuHealth.of(id, "GPU", "00000000:1B:00.0", state, NOW, List.of(findings));
  }

  private static NodeState state(List<HealthFinding> node, GpuHealth... gpus) {
    return state(NodeSnapshot.starting(NOW, false), node, gpus);
  }

  private static NodeState state(
      NodeSnapshot snapshot, List<HealthFinding> node, GpuHealth... gpus) {
    var byId = new LinkedHashMap<String, GpuHealth>();
    for (var gpu : gpus) {
      byId.put(gpu.id(), gpu);
    }
    return new NodeState(
        AttributedSnapshot.starting(snapshot),
        Pods.off(),
        new SourceState.Off(),
        Usage.none(),
        new Health(NOW, Duration.ZERO, byId, node, Optional.empty(), List.of()));
  }

  @Test
  void aGpuIsInOneStateAlsoWhenNvmlDoesNotListIt() {
    var exposition = States.exposition(state(List.of(), gpu("pci-1B", GpuState.UNKNOWN)));
    assertThat(States.samples(exposition, "gpu_health_state", "UUID", "state"))
        .isEqualTo(
            Map.of(
                "pci-1B/healthy", 0.0,
                "pci-1B/degraded", 0.0,
                "pci-1B/unknown", 1.0,
                "pci-1B/unhealthy", 0.0));
    assertThat(States.samples(exposition, "gpu_health_cause", "UUID")).isEmpty();
  }

  @Test
  void whatTheDriverWritesToTheKernelLogIsCounted() {
    var log =
        new DriverMessages(
            new SourceState.Down(NOW, Optional.empty(), "/dev/kmsg: gone"),
            Map.of(
                new DriverMessage.OffBus("00000000:1B:00.0"), new DriverMessages.Count(2, NOW),
                new DriverMessage.InitFailed("00000000:B3:00.0"), new DriverMessages.Count(1, NOW),
                new DriverMessage.SwitchError("00000000:06:00.0", 20034, true),
                    new DriverMessages.Count(3, NOW)));
    var identity = Snapshots.gpu(0, Snapshots.busy()).identity();
    var node = NodeSnapshot.starting(NOW, false);
    var exposition =
        States.exposition(
            state(
                new NodeSnapshot(
                    node.sequence(),
                    NOW,
                    node.monotonic(),
                    node.driver(),
                    false,
                    List.of(),
                    new AbsentGpus(List.of(), List.of(new DepartedGpu(identity, NOW))),
                    node.topology(),
                    log,
                    node.statistics()),
                List.of()));
    assertThat(States.samples(exposition, "gpu_driver_messages_total", "pci_bus_id", "message"))
        .isEqualTo(Map.of("00000000:1B:00.0/off_bus", 2.0, "00000000:B3:00.0/init_failed", 1.0));
    assertThat(
            States.samples(
                exposition, "gpu_nvswitch_sxid_errors_total", "pci_bus_id", "sxid", "fatal"))
        .isEqualTo(Map.of("00000000:06:00.0/20034/true", 3.0));
    assertThat(States.samples(exposition, "gpu_departed_timestamp_seconds", "UUID"))
        .containsOnlyKeys(identity.uuid());
    assertThat(States.samples(exposition, "gpu_node_agent_source_up", "source"))
        .containsEntry("kernel_log", 0.0);
  }

  @Test
  void eachCauseIsASeriesWithWhatToDo() {
    var exposition =
        States.exposition(
            state(
                List.of(
                    HealthFinding.raised(
                        new Cause.DriverUnavailable(DriverState.Problem.DRIVER_NOT_LOADED),
                        NOW,
                        1,
                        "x")),
                gpu(
                    "GPU-1",
                    GpuState.UNHEALTHY,
                    HealthFinding.raised(new Cause.XidError(79), NOW, 2, "XID 79"),
                    HealthFinding.raised(new Cause.Of(FaultCause.LOST), NOW, 1, "lost"))));
    assertThat(States.samples(exposition, "gpu_health_cause", "UUID", "cause", "detail", "action"))
        .containsOnlyKeys("GPU-1/xid/79/restart_node", "GPU-1/lost//restart_node");
    assertThat(States.samples(exposition, "gpu_health_node_cause", "cause", "detail"))
        .containsOnlyKeys("driver_unavailable/driver_not_loaded");
  }

  @Test
  void dcgmsHealthStatusHasARowForEachWatchAndNoneForWhatIsUnknown() {
    var snapshot =
        Snapshots.of(
            Snapshots.gpu(0, Snapshots.busy()),
            Snapshots.gpu(1, Snapshots.busy()),
            Snapshots.gpu(2, Snapshots.busy()));
    var ids = snapshot.gpus().stream().map(one -> one.identity().uuid()).toList();
    var state =
        state(
            snapshot,
            List.of(),
            gpu(
                ids.get(0),
                GpuState.UNHEALTHY,
                HealthFinding.raised(new Cause.XidError(79), NOW, 1, "XID 79")),
            gpu(ids.get(1), GpuState.UNKNOWN));
    var selection = Expositions.selection("DCGM_EXP_GPU_HEALTH_STATUS, gauge, health");
    var samples =
        States.samples(
            Expositions.of(() -> state, selection),
            "DCGM_EXP_GPU_HEALTH_STATUS",
            "gpu",
            "health_watch",
            "health_error_code");
    assertThat(samples)
        .hasSize(11)
        .containsEntry("0/PCIE/DCGM_FR_FALLEN_OFF_BUS", 20.0)
        .containsEntry("0/ALL/DCGM_FR_FALLEN_OFF_BUS", 20.0)
        .containsEntry("0/MEM/DCGM_FR_OK", 0.0);
  }
}
