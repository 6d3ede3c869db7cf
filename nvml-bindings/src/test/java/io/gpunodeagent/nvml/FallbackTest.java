// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Drivers that have a function without the newest form of its struct, or only its predecessor. */
class FallbackTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"615, true, true", "580, true, true", "550, true, false", "525, false, false"})
  void theFabricIsReadInTheNewestFormTheDriverHas(int driver, boolean health, boolean summary) {
    try (Nvml nvml = open(driver, "")) {
      NvmlFabricInfo fabric = nvml.device(0).orElseThrow().gpuFabricInfo().orElseThrow();

      assertThat(fabric.state()).isEqualTo(NvmlFabricState.COMPLETED);
      assertThat(fabric.status()).contains(NvmlReturn.SUCCESS);
      assertThat(fabric.clusterUuid()).isEmpty();
      assertThat(fabric.cliqueId()).hasValue(7);
      assertThat(fabric.health().isPresent()).isEqualTo(health);
      assertThat(fabric.healthSummary().isPresent()).isEqualTo(summary);
    }
  }

  /**
   * Versions 2 and 3 of the struct have different fields at the same offsets, but give the same
   * profile.
   */
  @ParameterizedTest
  @ValueSource(ints = {580, 510, 470})
  void migProfilesAreReadInTheNewestFormTheDriverHas(int driver) {
    try (Nvml nvml = open(driver, "")) {
      NvmlDevice device = nvml.device(0).orElseThrow();

      NvmlGpuInstanceProfile profile = device.gpuInstanceProfileInfo(2).orElseThrow();

      assertThat(profile.id()).isEqualTo(9);
      assertThat(profile.sliceCount()).isEqualTo(3);
      assertThat(profile.instanceCount()).isEqualTo(2);
      assertThat(profile.multiprocessorCount()).isEqualTo(60);
      assertThat(profile.copyEngineCount()).isEqualTo(3);
      assertThat(profile.decoderCount()).isEqualTo(3);
      assertThat(profile.jpegCount()).isEqualTo(3);
      assertThat(profile.memorySizeMib()).isEqualTo(40448);
      assertThat(profile.name().isPresent()).isEqualTo(driver >= 510);
      assertThat(device.gpuInstanceProfileInfos().orElseThrow()).contains(profile);
      NvmlComputeInstanceProfile compute =
          device
              .gpuInstanceById(2)
              .orElseThrow()
              .computeInstanceProfileInfos()
              .orElseThrow()
              .getLast();
      assertThat(compute.sliceCount()).isEqualTo(3);
      assertThat(compute.multiprocessorCount()).isEqualTo(60);
      assertThat(compute.name().isPresent()).isEqualTo(driver >= 510);
    }
  }

  @ParameterizedTest
  @CsvSource({"580, false", "595, true"})
  void remappedRowsAreReadInTheNewestFormTheDriverHas(int driver, boolean inactive) {
    try (Nvml nvml = open(driver, "")) {
      NvmlRemappedRows rows = nvml.device(1).orElseThrow().remappedRows().orElseThrow();

      assertThat(rows.correctable()).isEqualTo(3);
      assertThat(rows.failureOccurred()).isTrue();
      assertThat(rows.inactiveCorrectable().isPresent()).isEqualTo(inactive);
    }
  }

  @Test
  void aProcessIsReadInEveryForm() {
    for (String missing :
        new String[] {
          "",
          "nvmlDeviceGetComputeRunningProcesses_v3",
          "nvmlDeviceGetComputeRunningProcesses_v3, nvmlDeviceGetComputeRunningProcesses_v2"
        }) {
      try (Nvml nvml = open(580, missing)) {
        assertThat(nvml.device(1).orElseThrow().computeRunningProcesses().orElseThrow())
            .as(missing)
            .extracting(NvmlProcess::pid, process -> process.usedGpuMemory().orElseThrow())
            .containsExactly(tuple(4242, 1L << 30), tuple(4243, 2L << 30));
      }
    }
  }

  @Test
  void retiredPagesHaveTimesIfTheDriverReportsThem() {
    try (Nvml nvml = open(580, "")) {
      assertThat(pages(nvml)).hasSize(2).allMatch(page -> page.timestampMicros().isPresent());
    }
    try (Nvml nvml = open(580, "nvmlDeviceGetRetiredPages_v2")) {
      assertThat(pages(nvml)).hasSize(2).allMatch(page -> page.timestampMicros().isEmpty());
    }
  }

  private static List<NvmlRetiredPage> pages(Nvml nvml) {
    return nvml.device(2)
        .orElseThrow()
        .retiredPages(NvmlPageRetirementCause.DOUBLE_BIT_ECC_ERROR)
        .orElseThrow();
  }

  @Test
  void theCudaVersionIsTheDriversGuessWithoutCuda() {
    try (Nvml nvml = open(580, "nvmlSystemGetCudaDriverVersion_v2")) {
      assertThat(nvml.cudaDriverVersion().toOptional()).isEqualTo(Optional.of(13000));
    }
  }

  private Nvml open(int driver, String missing) {
    Path scenario =
        Simulation.write(
            directory,
            """
            description: a driver of some age
            driver: {version: "%d.1", nvml: "13.%d.1", cuda: 13000, symbols: %d, missing: [%s]}
            clock: {fixed: 10s}
            devices:
              - model: H100-SXM5-80GB
                fabric: {state: completed, status: SUCCESS, cliqueId: 7, health: full,
                         clusterUuid: 00000000-0000-0000-0000-000000000000}
                mig: {mode: enabled, instances: [{profile: 3g.40gb, id: 2, start: 4}]}
              - model: A100-SXM4-40GB
                counters: {remappedCorrectable: 3, remapFailure: 1}
                processes:
                  - {pid: 4242, name: /bin/a, memory: 1GiB}
                  - {pid: 4243, name: /bin/b, memory: 2GiB}
              - model: T4
                counters: {retiredDbe: 2}
            """
                .formatted(driver, driver, driver, missing));
    return Simulation.open(Simulation.scenario(scenario));
  }
}
