// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import static io.gpunodeagent.agent.sampling.SimulatedNode.faults;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.snapshot.GpuProcess.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processes on a GPU, from NVML's three lists. */
class ProcessListTest {

  private static final String MPS_LIST = "nvmlDeviceGetMPSComputeRunningProcesses*";
  private static final String GPU =
      """
      devices:
        - model: H100-SXM5-80GB
          processes:
            - {pid: 7, name: nvidia-cuda-mps-server}
            - {pid: 8, name: client, kind: mps}
            - {pid: 9, name: game}
            - {pid: 9, name: game, kind: graphics}
      """;

  @TempDir Path directory;

  @Test
  void aProcessIsOfTheKindsWhoseListsItIsIn() {
    assertThat(kinds(read(GPU)))
        .isEqualTo(
            Map.of(
                7L, Set.of(Kind.COMPUTE),
                8L, Set.of(Kind.COMPUTE, Kind.MPS),
                9L, Set.of(Kind.COMPUTE, Kind.GRAPHICS)));
  }

  @Test
  void aDriverWithoutTheListOfMpsClientsListsThemUnderCompute() {
    var fault = faults("{function: " + MPS_LIST + ", return: NOT_SUPPORTED}");
    assertThat(kinds(read(GPU, fault)))
        .containsOnlyKeys(7L, 8L, 9L)
        .containsEntry(8L, Set.of(Kind.COMPUTE));
  }

  @Test
  void aDriverOlderThanTheListOfMpsClientsListsThemUnderCompute() {
    var fault = faults("{function: " + MPS_LIST + ", return: FUNCTION_NOT_FOUND}");
    assertThat(kinds(read(GPU, fault)))
        .containsOnlyKeys(7L, 8L, 9L)
        .containsEntry(8L, Set.of(Kind.COMPUTE));
  }

  @Test
  void aListThatCouldNotBeReadLeavesNoneKnown() {
    var fault = faults("{function: " + MPS_LIST + ", return: UNKNOWN}");
    assertThat(read(GPU, fault))
        .isEqualTo(Reading.failed("nvmlDeviceGetMPSComputeRunningProcesses_v3", 999));
  }

  private Reading<List<GpuProcess>> read(String... scenario) {
    try (var sampling = new SimulatedNode(directory, scenario).sampleWithProcesses()) {
      return sampling
          .await("a pass", now -> now.statistics().passes() == 1)
          .gpus()
          .getFirst()
          .processes();
    }
  }

  private static Map<Long, Set<Kind>> kinds(Reading<List<GpuProcess>> processes) {
    return processes.toOptional().orElseThrow().stream()
        .collect(Collectors.toMap(GpuProcess::pid, GpuProcess::kinds));
  }
}
