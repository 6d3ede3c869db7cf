// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.nvml.NvmlResult.Failure;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A GPU that fell off the bus, among others that work. */
class BadGpuTest {
  @TempDir private Path directory;

  @Test
  void aLostGpuDoesNotHideTheOthers() {
    try (Nvml nvml = open("[{lost: 1, from: 0s}]")) {
      assertThat(nvml.deviceCount().orElseThrow()).isEqualTo(3);
      assertThat(nvml.devices().orElseThrow())
          .extracting(NvmlResult::code)
          .containsExactly(NvmlReturn.SUCCESS, NvmlReturn.GPU_IS_LOST, NvmlReturn.SUCCESS);
    }
  }

  @Test
  void aGpuLostLaterSaysSoInEveryCall() {
    try (Nvml nvml = open("[]")) {
      NvmlDevice lost = nvml.device(1).orElseThrow();
      NvmlDevice other = nvml.device(2).orElseThrow();
      write("[{lost: 1}]");
      Await.until(() -> !lost.powerUsage().isSuccess());

      assertThat(lost.powerUsage())
          .isEqualTo(new Failure<>("nvmlDeviceGetPowerUsage", NvmlReturn.GPU_IS_LOST));
      assertThat(lost.memoryInfo())
          .isEqualTo(new Failure<>("nvmlDeviceGetMemoryInfo_v2", NvmlReturn.GPU_IS_LOST));
      assertThat(lost.computeRunningProcesses().code()).isEqualTo(NvmlReturn.GPU_IS_LOST);
      NvmlFieldValueBatch fields = lost.fieldValueBatch(new int[] {83}, new int[] {0});
      assertThat(fields.read()).isEqualTo(NvmlReturn.GPU_IS_LOST);
      assertThat(fields.returnCode(0)).isEqualTo(NvmlReturn.GPU_IS_LOST.value());
      assertThat(other.powerUsage().isSuccess()).isTrue();
    }
  }

  private Nvml open(String faults) {
    return Simulation.open(Simulation.scenario(write(faults)));
  }

  private Path write(String faults) {
    return Simulation.write(
        directory,
        """
        description: three GPUs
        driver: {version: 580.1, nvml: 13.580.1, cuda: 13000, symbols: 580}
        devices: [{model: L4, count: 3}]
        faults: %s
        """
            .formatted(faults));
  }
}
