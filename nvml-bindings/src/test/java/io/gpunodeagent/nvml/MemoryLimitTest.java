// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a driver of branch 615 reports about the GPU memory of control groups. */
class MemoryLimitTest {
  private static final Path LIMITED = Path.of("/sys/fs/cgroup/kubepods.slice/a.scope");
  private static final Path HARD_ONLY = Path.of("/sys/fs/cgroup/kubepods.slice/b.scope");
  private static final Path ACCOUNTED = Path.of("/sys/fs/cgroup/kubepods.slice/c.scope");
  private static final Path OTHER = Path.of("/sys/fs/cgroup/system.slice/sshd.service");

  @TempDir private Path directory;

  @Test
  void limitsAndUseAreRead() {
    try (Nvml nvml = open(615)) {
      NvmlDevice device = nvml.device(0).orElseThrow();

      assertThat(device.memoryLimits(LIMITED).orElseThrow())
          .isEqualTo(
              new NvmlMemoryLimits(
                  OptionalLong.of(10L << 30), OptionalLong.of(20L << 30), 3 << 29));
      NvmlMemoryLimits hardOnly = device.memoryLimits(HARD_ONLY).orElseThrow();
      assertThat(hardOnly.softLimit()).isEmpty();
      assertThat(hardOnly.isLimited()).isTrue();
      assertThat(device.memoryLimits(ACCOUNTED).orElseThrow().isLimited()).isFalse();
    }
  }

  @Test
  void aGroupWithoutLimitsIsNotFound() {
    try (Nvml nvml = open(615)) {
      assertThat(nvml.device(0).orElseThrow().memoryLimits(OTHER).code())
          .isEqualTo(NvmlReturn.NOT_FOUND);
      assertThat(nvml.device(0).orElseThrow().memoryLimits(Path.of("/tmp")).code())
          .isEqualTo(NvmlReturn.OPERATING_SYSTEM);
    }
  }

  @Test
  void aGpuThatKeepsNoAccountsDoesNotSupportThem() {
    try (Nvml nvml = open(615)) {
      assertThat(nvml.device(1).orElseThrow().memoryLimits(LIMITED).isNotAvailable()).isTrue();
      assertThat(nvml.device(2).orElseThrow().memoryLimits(LIMITED).isNotAvailable()).isTrue();
    }
  }

  @Test
  void anOlderDriverHasNoSuchFunction() {
    try (Nvml nvml = open(610)) {
      assertThat(nvml.device(0).orElseThrow().memoryLimits(LIMITED).code())
          .isEqualTo(NvmlReturn.FUNCTION_NOT_FOUND);
    }
  }

  /** The path of this process's control group is not known here, so all groups are limited. */
  @Test
  void aProcessUnderALimitSeesNoMoreMemoryThanThat() {
    try (Nvml nvml = open(615)) {
      NvmlMemory memory = nvml.device(3).orElseThrow().memoryInfo().orElseThrow();

      assertThat(memory.total()).isEqualTo(8L << 30);
      assertThat(memory.used()).isEqualTo(1L << 30);
      assertThat(memory.free()).isEqualTo(7L << 30);
    }
  }

  private Nvml open(int driver) {
    return Simulation.open(
        Simulation.scenario(
            Simulation.write(
                directory,
                """
                description: memory limits of control groups
                driver: {version: "%d.1"}
                clock: {fixed: 10s}
                devices:
                  - model: H100-SXM5-80GB
                    memoryLimits:
                      - {cgroup: "*/a.scope", soft: 10GiB, hard: 20GiB,
                         used: {ramp: {from: 1GiB, to: 2GiB, over: 20s}}}
                      - {cgroup: "*/b.scope", hard: 20GiB}
                      - {cgroup: "*/c.scope", used: 1GiB}
                      - {cgroup: "*/sshd.service", hard: 1GiB, until: 5s}
                  - model: H100-SXM5-80GB
                  - model: H100-SXM5-80GB
                    mig: {mode: enabled}
                    memoryLimits: [{cgroup: "*", hard: 20GiB}]
                  - model: H100-SXM5-80GB
                    memoryLimits: [{cgroup: "*", hard: 8GiB, used: 1GiB}]
                """
                    .formatted(driver))));
  }
}
