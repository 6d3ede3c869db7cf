// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import static io.gpunodeagent.core.health.cause.GpuState.DEGRADED;
import static io.gpunodeagent.core.health.cause.GpuState.HEALTHY;
import static io.gpunodeagent.core.health.cause.GpuState.UNHEALTHY;
import static io.gpunodeagent.core.health.cause.GpuState.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.health.cause.Cause;
import io.gpunodeagent.core.health.cause.Cause.NvLinkDown;
import io.gpunodeagent.core.health.cause.Cause.NvLinkFlapping;
import io.gpunodeagent.core.health.cause.FaultCause;
import io.gpunodeagent.core.health.output.HealthLabels;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.Reading;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NvLinkHealthTest {

  private static final Duration SETTLE = Duration.ofSeconds(60);

  private static final String DEGRADED_LABEL = "gpu-node-agent.io/nvlink.degraded";

  private final BuiltNode node = new BuiltNode(2);

  @Test
  void aLinkThatWasUpAndIsDownDegradesItsGpuOnly() {
    node.next();
    node.gpu().link(2, false);
    node.next();
    assertThat(node.state()).isEqualTo(DEGRADED);
    assertThat(causes()).containsExactly(new NvLinkDown(2));
    assertThat(node.of(1).state()).isEqualTo(HEALTHY);
    node.gpu().link(2, true);
    node.during(SETTLE);
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @Test
  void aLinkThatWasNeverUpIsNoFaultWhereLinksLeadToGpus() {
    node.gpu().direct().link(2, false);
    node.next();
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @Test
  void fewerLinksToTheSwitchesThanThePeersHaveAreAFaultFromTheStart() {
    node.gpu().link(2, false);
    node.next();
    assertThat(node.state()).isEqualTo(DEGRADED);
    assertThat(causes()).containsExactly(FaultCause.NVLINKS_MISSING.cause());
    assertThat(node.of(0).findings().getFirst().evidence()).isEqualTo("3 of 4 links are up");
  }

  @Test
  void whereNoGpuHasAnyLinksUpNoneIsMissing() {
    for (int count = 1; count <= 2; count++) {
      var without = new BuiltNode(count);
      without.gpus.forEach(gpu -> IntStream.range(0, 4).forEach(link -> gpu.link(link, false)));
      without.next();
      assertThat(without.health().worst()).isEqualTo(HEALTHY);
      assertThat(HealthLabels.of(without.health())).doesNotContainKey(DEGRADED_LABEL);
    }
  }

  @Test
  void aGpuWithFewerLinksThanItsModelHasIsDegradedAndSoIsTheNodesLabel() {
    var one = new BuiltNode(1);
    one.gpu().model("NVIDIA H100 80GB HBM3");
    one.next();
    assertThat(one.state()).isEqualTo(DEGRADED);
    assertThat(one.of(0).findings().getFirst().evidence()).isEqualTo("4 of 18 links are up");
    assertThat(HealthLabels.of(one.health())).containsEntry(DEGRADED_LABEL, "true");
  }

  @Test
  void whenAllLinksOfAllGpusGoDownLabelAndHealthSaySo() {
    node.next();
    node.gpus.forEach(gpu -> IntStream.range(0, 4).forEach(link -> gpu.link(link, false)));
    node.next();
    assertThat(node.state()).isEqualTo(DEGRADED);
    assertThat(HealthLabels.of(node.health())).containsEntry(DEGRADED_LABEL, "true");
  }

  @Test
  void aLinkThatGoesDownThreeTimesInTenMinutesFlaps() {
    node.next();
    for (int i = 0; i < 3; i++) {
      node.gpu().link(1, false);
      node.next();
      node.gpu().link(1, true);
      node.during(Duration.ofMinutes(2));
    }
    assertThat(causes()).containsExactly(new NvLinkFlapping(1));
    assertThat(node.state()).isEqualTo(DEGRADED);
    node.during(Duration.ofMinutes(7));
    assertThat(node.state()).isEqualTo(DEGRADED);
    node.during(Duration.ofMinutes(2));
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @Test
  void aLinkThatGoesDownSeldomDoesNotFlap() {
    node.next();
    for (int i = 0; i < 6; i++) {
      node.gpu().link(1, false);
      node.next();
      node.gpu().link(1, true);
      node.during(Duration.ofMinutes(6));
    }
    assertThat(causes()).isEmpty();
    assertThat(node.reported)
        .extracting(HealthEvent::key)
        .doesNotContain("GPU-0/nvlink-flapping-1");
  }

  static List<FieldSignal> rates() {
    return HealthSignals.LINK_ERROR_RATES;
  }

  static List<FieldSignal> recoveries() {
    return HealthSignals.LINK_RECOVERIES;
  }

  @ParameterizedTest
  @MethodSource("rates")
  void errorsThatComeFastDegradeAndThoseThatTrickleDoNot(FieldSignal field) {
    node.gpu().set(field, 93);
    node.next();
    node.gpu().set(field, 93 + 999);
    node.next();
    assertThat(node.state()).isEqualTo(HEALTHY);
    node.gpu().set(field, 93 + 999 + 1000);
    node.next();
    assertThat(node.state()).isEqualTo(DEGRADED);
    node.during(Duration.ofMinutes(10));
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @ParameterizedTest
  @MethodSource("recoveries")
  void aLinkThatHadToRecoverDegrades(FieldSignal field) {
    node.gpu().set(field, 6);
    node.next();
    assertThat(node.state()).isEqualTo(HEALTHY);
    node.gpu().set(field, 7);
    node.next();
    assertThat(causes()).containsExactly(FaultCause.NVLINK_ERRORS.cause());
    node.during(Duration.ofMinutes(10));
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @Test
  void aFabricThatIsStillStartingIsUnknownThenUnhealthy() {
    node.gpu().set(DeviceSignal.FABRIC_STATE, 2).set(DeviceSignal.FABRIC_STATUS, unsupported());
    node.during(SETTLE);
    assertThat(node.state()).isEqualTo(UNKNOWN);
    node.next();
    assertThat(node.state()).isEqualTo(UNHEALTHY);
    node.gpu().set(DeviceSignal.FABRIC_STATE, 3).set(DeviceSignal.FABRIC_STATUS, 0);
    node.during(SETTLE);
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @Test
  void boardsWhoseLinksLeadToGpusNeedNoFabric() {
    node.gpu().direct().set(DeviceSignal.FABRIC_STATE, 1);
    node.during(Duration.ofMinutes(10));
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  private static Reading<Long> unsupported() {
    return Reading.unsupported();
  }

  private List<Cause> causes() {
    return node.of(0).findings().stream().map(HealthFinding::cause).toList();
  }
}
