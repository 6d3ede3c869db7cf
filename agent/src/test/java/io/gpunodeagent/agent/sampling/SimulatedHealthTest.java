// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import static io.gpunodeagent.agent.sampling.SimulatedNode.faults;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.health.HealthEvent;
import io.gpunodeagent.core.health.HealthMonitor;
import io.gpunodeagent.core.health.HealthRules;
import io.gpunodeagent.core.health.HealthSignals;
import io.gpunodeagent.core.health.NodeInventory;
import io.gpunodeagent.core.health.cause.GpuState;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Health judged from what the simulated library really answers. */
class SimulatedHealthTest {

  private static final String GOOD = "devices: [{model: H100-SXM5-80GB, ecc: true, count: 2}]";
  private static final String PENDING =
      "devices: [{model: H100-SXM5-80GB, ecc: true}, {model: H100-SXM5-80GB, ecc: true,"
          + " counters: {remapPending: 1}}]";
  private static final HealthRules RULES = HealthRules.forSlowPeriod(Duration.ofMillis(300));
  private static final List<Integer> XIDS =
      List.of(13, 31, 43, 48, 63, 64, 74, 79, 94, 95, 119, 120, 154);

  @TempDir private Path directory;

  private Health health = Health.unknown(Instant.EPOCH);
  private final Set<String> told = new HashSet<>();

  @Test
  void everySignalIsReadAndFaultsAreToldAndRecoveredFrom() {
    var node = new SimulatedNode(directory, GOOD);
    try (var sampling = new Sampling(node.config(), HealthSignals.SIGNALS, false)) {
      await(sampling, "two healthy GPUs", List.of(GpuState.HEALTHY, GpuState.HEALTHY));
      node.rewrite(PENDING);
      await(sampling, "a pending remap", List.of(GpuState.HEALTHY, GpuState.UNHEALTHY));
      assertThat(causes(1)).contains("row-remap-pending", "recovery-wanted-1");
      node.rewrite(GOOD, faults("{lost: 0}"));
      sampling.await("a lost GPU", judged(() -> causes(0).contains("lost")));
      assertThat(states().getFirst()).isEqualTo(GpuState.UNHEALTHY);
    }
  }

  @ParameterizedTest
  @CsvSource({"5, UNHEALTHY", "6, UNHEALTHY", "7, UNHEALTHY", "8, UNKNOWN", "4294967295, UNKNOWN"})
  void noRecoveryActionThatADriverWantsIsHealthy(long code, GpuState state) {
    var devices =
        "devices: [{model: H100-SXM5-80GB, ecc: true, counters: {recoveryAction: " + code + "}}]";
    var node = new SimulatedNode(directory, devices);
    try (var sampling = new Sampling(node.config(), HealthSignals.SIGNALS, false)) {
      await(sampling, "recovery action " + code, List.of(state));
    }
  }

  /** One GPU for each XID, which comes again: a slow start misses the first ones. */
  @Test
  void everyXidIsToldOfItsOwnGpu() {
    var events =
        IntStream.range(0, XIDS.size())
            .mapToObj(
                gpu ->
                    "{at: 1s, repeat: {every: 1s, times: 40}, device: %d, xid: %d}"
                        .formatted(gpu, XIDS.get(gpu)))
            .collect(Collectors.joining(", ", "events: [", "]"));
    var node = new SimulatedNode(directory, SimulatedNode.h100(XIDS.size()), events);
    try (var sampling = new Sampling(node.config(), HealthSignals.SIGNALS, false)) {
      sampling.await("an event of each", judged(() -> told.size() >= XIDS.size()));
    }
    var gpus = List.copyOf(health.gpus().keySet());
    var expected =
        IntStream.range(0, XIDS.size())
            .mapToObj(gpu -> gpus.get(gpu) + "/xid-" + XIDS.get(gpu))
            .toList();
    assertThat(told).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(states().get(XIDS.indexOf(79))).isEqualTo(GpuState.UNHEALTHY);
    assertThat(states().get(XIDS.indexOf(13))).isEqualTo(GpuState.HEALTHY);
  }

  @Test
  void aLinkThatGoesDownIsMissed() {
    var switched =
        """
        topology:
          nvlink: switch
          matrix: |2
                  GPU0  GPU1
            GPU0   X    NV18
            GPU1  NV18   X
        """;
    var node = new SimulatedNode(directory, SimulatedNode.h100(2), switched);
    try (var sampling = new Sampling(node.config(), HealthSignals.SIGNALS, false)) {
      await(sampling, "two healthy GPUs", List.of(GpuState.HEALTHY, GpuState.HEALTHY));
      node.rewrite(
          SimulatedNode.h100(2), switched, "events: [{at: 0s, device: 1, link: 4, state: down}]");
      await(sampling, "a link less", List.of(GpuState.HEALTHY, GpuState.DEGRADED));
      assertThat(causes(1)).contains("nvlink-down-4");
    }
  }

  private void await(Sampling sampling, String what, List<GpuState> states) {
    sampling.await(what, judged(() -> states().equals(states)));
  }

  private Predicate<NodeSnapshot> judged(BooleanSupplier condition) {
    return snapshot -> {
      health = HealthMonitor.after(health, snapshot, RULES, NodeInventory.unknown());
      health.events().stream().map(HealthEvent::key).forEach(told::add);
      return condition.getAsBoolean();
    };
  }

  private List<GpuState> states() {
    return health.gpus().values().stream().map(gpu -> gpu.state()).toList();
  }

  private List<String> causes(int gpu) {
    return List.copyOf(health.gpus().values()).get(gpu).findings().stream()
        .map(finding -> finding.cause().key())
        .toList();
  }
}
