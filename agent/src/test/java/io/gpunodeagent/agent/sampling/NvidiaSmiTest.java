// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NvidiaSmiTest {

  private static final List<String> FIELDS =
      List.of("index", "uuid", "name", "power.draw", "fan.speed", "pstate", "mig.mode.current");

  @Test
  void aLineIsAGpu() {
    var gpus =
        NvidiaSmi.parse(
            FIELDS,
            """
            0, GPU-d8f9e1f0-9b8a-47fa-98d1-cc6d6abcca98, NVIDIA H200, 71.37, [N/A], P0, Disabled
            1, GPU-30337dcb-c41d-4fad-bff4-6f1879aafafd, NVIDIA H200, [Unknown Error], N/A, P8, [N/A]
            """);
    assertThat(gpus).hasSize(2);
    assertThat(gpus.get(0).number("index")).contains(0.0);
    assertThat(gpus.get(0).text("name")).contains("NVIDIA H200");
    assertThat(gpus.get(0).number("power.draw")).contains(71.37);
    assertThat(gpus.get(0).number("pstate")).contains(0.0);
    assertThat(gpus.get(0).text("mig.mode.current")).contains("Disabled");
    assertThat(gpus.get(0).number("mig.mode.current")).isEmpty();
  }

  @Test
  void whatIsNotAvailableIsMissing() {
    var gpu = NvidiaSmi.parse(FIELDS, "1, GPU-x, T4, [Unknown Error], N/A, P8, [N/A]").getFirst();
    assertThat(gpu.text("power.draw")).isEmpty();
    assertThat(gpu.text("fan.speed")).isEmpty();
    assertThat(gpu.text("mig.mode.current")).isEmpty();
    assertThat(gpu.number("pstate")).contains(8.0);
  }

  @Test
  void aHexadecimalNumberIsANumber() {
    assertThat(
            NvidiaSmi.parse(List.of("clocks_event_reasons.active"), "0x0000000000000004")
                .getFirst()
                .number("clocks_event_reasons.active"))
        .contains(4.0);
  }

  @Test
  void anotherNumberOfValuesIsNotGuessedAt() {
    assertThatThrownBy(() -> NvidiaSmi.parse(FIELDS, "No devices were found"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 values for 7 fields");
  }

  @Test
  void nothingPrintedIsNoGpu() {
    assertThat(NvidiaSmi.parse(FIELDS, "\n")).isEmpty();
  }

  @Test
  void theSimulatedProgramListsGpusAndTheirMigDevices() throws IOException {
    var program =
        new ProcessBuilder(SimulatedNode.BUILT.resolve("lib/nvidia-smi").toString(), "-L");
    program.environment().put("NVML_SIMULATOR_SCENARIO", "dgx-a100-8-mig-mixed");
    program.environment().put("NVML_SIMULATOR_CLOCK", "fixed:60s");

    var lines = new String(program.start().getInputStream().readAllBytes(), UTF_8).lines().toList();

    assertThat(lines.getFirst())
        .matches("GPU 0: NVIDIA A100-SXM4-40GB \\(UUID: GPU-[0-9a-f-]{36}\\)");
    assertThat(lines).filteredOn(line -> line.startsWith("GPU ")).hasSize(8);
    assertThat(lines)
        .anyMatch(
            line -> line.matches("  MIG 3g.20gb     Device  0: \\(UUID: MIG-[0-9a-f-]{36}\\)"));
  }
}
