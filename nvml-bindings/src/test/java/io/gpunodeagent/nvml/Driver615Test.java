// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What driver 615 reports beyond older ones. */
class Driver615Test {
  @TempDir private Path directory;

  @Test
  void aGpuMayBelongToCliquesOfSeveralKinds() {
    try (Nvml nvml = open(615)) {
      NvmlFabricInfo fabric = nvml.device(0).orElseThrow().gpuFabricInfo().orElseThrow();

      assertThat(fabric.cliques())
          .containsExactly(
              new NvmlFabricClique(NvmlFabricClique.UNICAST_POINTER, 3),
              new NvmlFabricClique(NvmlFabricClique.UNICAST_POINTER, 5),
              new NvmlFabricClique(NvmlFabricClique.MULTICAST_POINTER, 0xFFFFFFFFL));
      assertThat(fabric.cliqueId()).hasValue(3);
      assertThat(fabric.health().orElseThrow().managerConnected()).contains(false);
      assertThat(fabric.health().orElseThrow().routeUnhealthy()).contains(false);
      assertThat(fabric.healthSummary()).contains(NvmlFabricHealthSummary.HEALTHY);
    }
  }

  @Test
  void aGpuOfAnotherKindOfCliqueHasNoPlainOne() {
    try (Nvml nvml = open(615)) {
      assertThat(nvml.device(1).orElseThrow().gpuFabricInfo().orElseThrow().cliqueId()).isEmpty();
    }
  }

  @Test
  void anOlderDriverKnowsOnePlainClique() {
    try (Nvml nvml = open(610)) {
      NvmlFabricInfo fabric = nvml.device(0).orElseThrow().gpuFabricInfo().orElseThrow();

      assertThat(fabric.cliques())
          .containsExactly(new NvmlFabricClique(NvmlFabricClique.UNICAST_POINTER, 3));
      assertThat(fabric.health().orElseThrow().managerConnected()).isEmpty();
    }
  }

  @Test
  void theHottestSpotIsReadBesideTheSensor() {
    try (Nvml nvml = open(615)) {
      NvmlDevice device = nvml.device(0).orElseThrow();

      assertThat(device.temperature().orElseThrow()).isEqualTo(61);
      assertThat(device.temperature(NvmlTemperatureSensor.GPU).orElseThrow()).isEqualTo(61);
      assertThat(device.temperature(NvmlTemperatureSensor.GPU_MAX).orElseThrow()).isEqualTo(68);
      assertThat(
              nvml.device(1)
                  .orElseThrow()
                  .temperature(NvmlTemperatureSensor.GPU_MAX)
                  .isNotAvailable())
          .isTrue();
    }
    try (Nvml nvml = open(610)) {
      assertThat(nvml.device(0).orElseThrow().temperature(NvmlTemperatureSensor.GPU_MAX).code())
          .isEqualTo(NvmlReturn.INVALID_ARGUMENT);
    }
  }

  @Test
  void clocksHaveTwoMoreReasons() {
    try (Nvml nvml = open(615)) {
      NvmlDevice device = nvml.device(0).orElseThrow();

      assertThat(device.clocksEventReasons().orElseThrow().has(NvmlClocksEventReasons.BOARD_LIMIT))
          .isTrue();
      assertThat(device.clocksEventReasons().orElseThrow().has(NvmlClocksEventReasons.RELIABILITY))
          .isFalse();
      assertThat(device.supportedClocksEventReasons().orElseThrow().mask()).isEqualTo(0x7FF);
    }
    try (Nvml nvml = open(610)) {
      NvmlDevice device = nvml.device(0).orElseThrow();
      assertThat(device.clocksEventReasons().orElseThrow().has(NvmlClocksEventReasons.BOARD_LIMIT))
          .isFalse();
      assertThat(device.supportedClocksEventReasons().orElseThrow().mask()).isEqualTo(0x1FF);
    }
  }

  @Test
  void banksAreRemappedFromRubinOn() {
    try (Nvml nvml = open(615)) {
      assertThat(nvml.device(1).orElseThrow().bankRemapperStatus().orElseThrow())
          .isEqualTo(new NvmlBankRemapperStatus(4, 1, true, 2558, 2));
      assertThat(nvml.device(0).orElseThrow().bankRemapperStatus().isNotAvailable()).isTrue();
    }
  }

  @Test
  void aRecoveryActionOfItsOwnIsNamed() {
    try (Nvml nvml = open(615)) {
      NvmlFieldValue action =
          nvml.device(1)
              .orElseThrow()
              .fieldValues(new int[] {NvmlFieldId.GET_GPU_RECOVERY_ACTION}, new int[1])
              .orElseThrow()
              .getFirst();

      assertThat(new NvmlRecoveryAction((int) action.asLong()))
          .isEqualTo(NvmlRecoveryAction.BUS_RESET);
    }
  }

  private Nvml open(int driver) {
    return Simulation.open(
        Simulation.scenario(
            Simulation.write(
                directory,
                """
                description: what is new in driver 615
                driver: {version: "%d.1"}
                clock: {fixed: 10s}
                devices:
                  - model: H100-SXM5-80GB
                    load: {temperature: {constant: 61}}
                    temperatureSpread: 7
                    clockEventReasons: [boardLimit]
                    fabric:
                      health: full
                      manager: disconnected
                      cliques:
                        - {type: multicastPointer, id: 4294967295}
                        - {id: 5}
                        - {id: 3}
                  - model: H100-SXM5-80GB
                    override: {architecture_enum: 13}
                    counters: {bankRemapActive: 4, bankRemapInactive: 1, bankRemapPending: 1,
                               bankGroupsWithoutSpares: 2, recoveryAction: 6}
                    fabric: {cliques: [{type: unicastLogicalEndpoint, id: 2}]}
                """
                    .formatted(driver))));
  }
}
