// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.sampling.SamplingConfig.Source;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SimulatedTimeTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00.700Z");

  @Test
  void aShippedScenarioCountsFromTheStartOfTheAgent() {
    assertThat(SimulatedTime.running(playing("faulty"), Map.of(), START).environment())
        .containsEntry("NVML_SIMULATOR_CLOCK", "epoch:2026-01-01T00:00:00Z")
        .containsEntry("NVML_SIMULATOR_SCENARIO", "faulty");
  }

  @Test
  void aClockOfTheEnvironmentOrOfAFileIsKept() {
    var process = Map.of("NVML_SIMULATOR_CLOCK", "fixed:1s");
    assertThat(SimulatedTime.running(playing("faulty"), process, START))
        .isEqualTo(playing("faulty"));
    assertThat(SimulatedTime.running(playing("./mine.yaml"), Map.of(), START))
        .isEqualTo(playing("./mine.yaml"));
  }

  @Test
  void aRealLibraryIsLeftAlone() {
    var real = new Source(Optional.empty(), Map.of(), false, Optional.empty());
    assertThat(SimulatedTime.running(real, Map.of(), START)).isEqualTo(real);
  }

  private static Source playing(String scenario) {
    return new Source(
        Optional.empty(), Map.of("NVML_SIMULATOR_SCENARIO", scenario), true, Optional.empty());
  }
}
