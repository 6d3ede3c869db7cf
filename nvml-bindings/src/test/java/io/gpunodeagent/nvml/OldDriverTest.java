// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a driver that lacks the newest functions still answers. */
class OldDriverTest {
  @Test
  void aDriverBefore510CountsReservedMemoryAsUsed() {
    try (Nvml nvml = open(450)) {
      NvmlMemory memory = nvml.device(0).orElseThrow().memoryInfo().orElseThrow();

      assertThat(memory.usedExcludesReserved()).isFalse();
      assertThat(memory.used() + memory.free()).isEqualTo(memory.total());
    }
  }

  @Test
  void aDriverOf550ReportsReservedMemory() {
    try (Nvml nvml = open(550)) {
      NvmlMemory memory = nvml.device(0).orElseThrow().memoryInfo().orElseThrow();

      assertThat(memory.usedExcludesReserved()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {450, 550})
  void theOlderNamesAnswerTheSame(int branch) {
    NvmlResult<Integer> temperature;
    NvmlResult<NvmlClocksEventReasons> reasons;
    NvmlResult<NvmlClocksEventReasons> supported;
    try (Nvml nvml = Simulation.open(Simulation.scenario("hgx-h100-8"))) {
      NvmlDevice device = nvml.device(0).orElseThrow();
      temperature = device.temperature();
      reasons = device.clocksEventReasons();
      supported = device.supportedClocksEventReasons();
    }
    try (Nvml nvml = open(branch)) {
      NvmlDevice device = nvml.device(0).orElseThrow();
      assertThat(nvml.missingSymbols()).contains("nvmlDeviceGetTemperatureV");
      assertThat(device.temperature()).isEqualTo(temperature);
      assertThat(device.clocksEventReasons()).isEqualTo(reasons);
      assertThat(device.supportedClocksEventReasons()).isEqualTo(supported);
    }
  }

  /**
   * The code comes from what an absent symbol is bound to; no function of the library answers it.
   */
  @Test
  void whatHasNoOlderFormIsNotAvailable() {
    try (Nvml nvml = open(450)) {
      NvmlDevice device = nvml.device(0).orElseThrow();

      assertThat(nvml.missingSymbols()).contains("nvmlDeviceGetModuleId", "nvmlDeviceGetPdi");
      assertThat(device.moduleId())
          .isEqualTo(
              new NvmlResult.Failure<>("nvmlDeviceGetModuleId", NvmlReturn.FUNCTION_NOT_FOUND));
      assertThat(device.pdi().isNotAvailable()).isTrue();
      assertThat(device.marginTemperature().isNotAvailable()).isTrue();
      assertThat(nvml.driverBranch().isNotAvailable()).isTrue();
      assertThat(nvml.gpmSample().isNotAvailable()).isTrue();
      assertThat(nvml.systemEventSet().isNotAvailable()).isTrue();
      assertThat(nvml.excludedDevices().isNotAvailable()).isTrue();
    }
  }

  private static Nvml open(int branch) {
    return Simulation.open(
        Simulation.scenario("hgx-h100-8").withLibrary(Simulation.libraryOf(branch)));
  }
}
