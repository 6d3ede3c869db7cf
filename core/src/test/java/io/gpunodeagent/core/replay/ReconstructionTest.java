// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.replay.Frame.Seen;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.sources.Allocation;
import io.gpunodeagent.core.sources.ContainerName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an agent would have seen. */
class ReconstructionTest {

  private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");
  private static final DcgmDevice G0 = new DcgmDevice("G0", OptionalInt.empty());
  private static final DcgmDevice INSTANCE = new DcgmDevice("G0", OptionalInt.of(7));
  private static final GpmSignal GRAPHICS = new GpmSignal(1);

  private final Reconstruction reconstruction = new Reconstruction();

  @Test
  void aGpuThatIsMissingAndHeldIsLostAndKeepsItsModel() {
    gpu(0, "a", seen(G0, Map.of(Figure.GPU_UTILIZATION, 5.0)));
    var lost = gpu(1, "a");
    assertThat(lost.condition()).isInstanceOf(GpuCondition.Lost.class);
    assertThat(lost.identity().name()).isEqualTo("H100");
    assertThat(lost.readings().holds(DeviceSignal.GPU_UTILIZATION)).isFalse();
  }

  @Test
  void anInstanceThatIsMissingAndHeldIsThereWithoutReadings() {
    var other = new DcgmDevice("G0", OptionalInt.of(9));
    var gpu = gpu(0, "a", List.of(tenant(INSTANCE)), seen(other, Map.of(Figure.SM_ACTIVE, 0.1)));
    assertThat(gpu.condition()).isInstanceOf(GpuCondition.Fresh.class);
    assertThat(gpu.migInstances()).extracting(MigInstance::gpuInstanceId).containsExactly(7, 9);
    assertThat(gpu.migInstances().getFirst().readings().holds(new GpmSignal(2))).isFalse();
  }

  @Test
  void theRowOfAnInstanceBearsTheGpusPower() {
    var gpu = gpu(0, "a", seen(INSTANCE, Map.of(Figure.POWER, 70.0, Figure.SM_ACTIVE, 0.0)));
    assertThat(gpu.readings().get(DeviceSignal.POWER_USAGE)).isEqualTo(Reading.of(70_000L));
    assertThat(gpu.migEnabled()).isTrue();
  }

  @Test
  void aFigureThatIsNoLongerGivenCouldNotBeRead() {
    gpu(0, "a", seen(G0, Map.of(Figure.GPU_UTILIZATION, 0.0, Figure.GRAPHICS_ACTIVE, 0.0)));
    var later = gpu(1, "a", seen(G0, Map.of(Figure.GPU_UTILIZATION, 0.0)));
    assertThat(later.readings().get(GRAPHICS))
        .isEqualTo(Reading.failed("DCGM_FI_PROF_GR_ENGINE_ACTIVE", 0));
    var stillLater = gpu(2, "a", seen(G0, Map.of(Figure.GPU_UTILIZATION, 0.0)));
    assertThat(stillLater.readings().get(GRAPHICS)).isInstanceOf(Reading.Failed.class);
  }

  @Test
  void anotherExporterGivesItsOwnFigures() {
    gpu(0, "a", seen(G0, Map.of(Figure.GPU_UTILIZATION, 0.0, Figure.GRAPHICS_ACTIVE, 0.0)));
    var other = gpu(1, "b", seen(G0, Map.of(Figure.GPU_UTILIZATION, 0.0)));
    assertThat(other.readings().get(GRAPHICS)).isEqualTo(Reading.unsupported());
  }

  @Test
  void whoHoldsAGpuAloneHoldsAllOfIt() {
    assertThat(replicas(false, tenant("p", Map.of(G0, Set.of("main")))))
        .containsExactly(OptionalInt.empty());
  }

  @Test
  void whoHoldsAGpuThatIsGivenOutInReplicasHoldsOne() {
    assertThat(replicas(true, tenant("p", Map.of(G0, Set.of("main")))))
        .containsExactly(OptionalInt.of(0));
  }

  @Test
  void severalPodsOrContainersHoldReplicas() {
    assertThat(
            replicas(
                false,
                tenant("p", Map.of(G0, Set.of("main"))),
                tenant("q", Map.of(G0, Set.of("main")))))
        .containsExactly(OptionalInt.of(0), OptionalInt.of(1));
    assertThat(replicas(false, tenant("p", Map.of(G0, Set.of("main", "side")))))
        .containsExactly(OptionalInt.of(0), OptionalInt.of(1));
  }

  private static List<OptionalInt> replicas(boolean shared, ReplayedPod... tenants) {
    var device = new Seen(G0, "H100", Set.of(), shared, Map.of());
    return Reconstruction.allocations(new Frame(START, "a", List.of(device)), List.of(tenants))
        .entries()
        .stream()
        .map(Allocation::replica)
        .toList();
  }

  private GpuSample gpu(int minutes, String source, Seen... devices) {
    return gpu(minutes, source, List.of(tenant(G0)), devices);
  }

  private GpuSample gpu(int minutes, String source, List<ReplayedPod> tenants, Seen... devices) {
    var at = START.plus(Duration.ofMinutes(minutes));
    var frame = new Frame(at, source, List.of(devices));
    return reconstruction.snapshot(frame, tenants).gpus().getFirst();
  }

  private static Seen seen(DcgmDevice slot, Map<Figure, Double> figures) {
    return new Seen(slot, "H100", Set.of(new ContainerName("ns", "p", "main")), false, figures);
  }

  private static ReplayedPod tenant(DcgmDevice slot) {
    return tenant("p", Map.of(slot, Set.of("main")));
  }

  private static ReplayedPod tenant(String pod, Map<DcgmDevice, Set<String>> devices) {
    return new ReplayedPod(new ReplayedPod.Name("ns", pod), START, START, devices);
  }
}
