// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Affinity, modes, fabric, memory errors and processes, as the scenario has them. */
class NodeReadingsTest extends TwoGpus {
  @Test
  void affinityIsASetOfCpus() {
    BitSet cpus = BitSet.valueOf(new long[] {0b1100, 1});

    assertThat(h100.cpuAffinity().orElseThrow()).isEqualTo(cpus);
    assertThat(h100.cpuAffinityWithinScope(NvmlAffinityScope.NODE).orElseThrow()).isEqualTo(cpus);
    assertThat(h100.memoryAffinity(NvmlAffinityScope.NODE).orElseThrow())
        .isEqualTo(BitSet.valueOf(new long[] {0b10}));
    assertThat(h100.numaNodeId().isNotAvailable()).isTrue();
  }

  @Test
  void modesAreReadAndSet() {
    assertThat(h100.persistenceMode().orElseThrow()).isTrue();
    assertThat(h100.computeMode().orElseThrow()).isEqualTo(NvmlComputeMode.EXCLUSIVE_PROCESS);
    assertThat(t4.computeMode().orElseThrow()).isEqualTo(NvmlComputeMode.PROHIBITED);

    assertThat(t4.setComputeMode(NvmlComputeMode.DEFAULT).isSuccess()).isTrue();

    assertThat(t4.computeMode().orElseThrow()).isEqualTo(NvmlComputeMode.DEFAULT);
    assertThat(h100.computeMode().orElseThrow()).isEqualTo(NvmlComputeMode.EXCLUSIVE_PROCESS);
  }

  @Test
  void theFabricIsReadInItsNewestForm() {
    NvmlFabricInfo fabric = h100.gpuFabricInfo().orElseThrow();

    assertThat(fabric.state()).isEqualTo(NvmlFabricState.COMPLETED);
    assertThat(fabric.status()).contains(NvmlReturn.SUCCESS);
    assertThat(fabric.clusterUuid().orElseThrow())
        .hasToString("01020304-0506-0708-090a-0b0c0d0e0f10");
    assertThat(fabric.cliqueId()).hasValue(7);
    assertThat(fabric.health().orElseThrow().degradedBandwidth()).contains(true);
    assertThat(fabric.healthSummary()).contains(NvmlFabricHealthSummary.LIMITED_CAPACITY);
    assertThat(t4.gpuFabricInfo().isNotAvailable()).isTrue();
  }

  @Test
  void memoryErrorsAreRead() {
    assertThat(h100.eccMode().orElseThrow()).isEqualTo(new NvmlMode(true, true));
    assertThat(errors(NvmlMemoryErrorType.CORRECTED, NvmlEccCounterType.VOLATILE_ECC)).isEqualTo(4);
    assertThat(errors(NvmlMemoryErrorType.UNCORRECTED, NvmlEccCounterType.AGGREGATE_ECC))
        .isEqualTo(2);
    assertThat(
            h100.memoryErrorCounter(
                    NvmlMemoryErrorType.CORRECTED,
                    NvmlEccCounterType.VOLATILE_ECC,
                    NvmlMemoryLocation.DRAM)
                .isSuccess())
        .isTrue();
    NvmlRemappedRows rows = h100.remappedRows().orElseThrow();
    assertThat(rows.correctable()).isOne();
    assertThat(rows.uncorrectable()).isZero();
    assertThat(rows.pending()).isTrue();
    assertThat(rows.failureOccurred()).isFalse();
    assertThat(rows.inactiveCorrectable()).isEmpty();
    NvmlRowRemapperHistogram histogram = h100.rowRemapperHistogram().orElseThrow();
    assertThat(histogram.max()).isPositive();
    assertThat(h100.retiredPages(NvmlPageRetirementCause.DOUBLE_BIT_ECC_ERROR).isNotAvailable())
        .isTrue();
    assertThat(h100.sramEccErrorStatus().orElseThrow().thresholdExceeded()).isFalse();
  }

  private long errors(NvmlMemoryErrorType type, NvmlEccCounterType counter) {
    return h100.totalEccErrors(type, counter).orElseThrow();
  }

  @Test
  void processesAreListed() {
    List<NvmlProcess> processes = h100.computeRunningProcesses().orElseThrow();

    assertThat(processes).extracting(NvmlProcess::pid).containsExactlyInAnyOrder(4242, 4243);
    assertThat(processes)
        .filteredOn(process -> process.pid() == 4242)
        .singleElement()
        .satisfies(
            process -> {
              assertThat(process.usedGpuMemory()).hasValue(30L << 30);
              assertThat(process.gpuInstanceId()).isEmpty();
            });
    assertThat(processes)
        .filteredOn(process -> process.pid() == 4243)
        .singleElement()
        .satisfies(process -> assertThat(process.usedGpuMemory()).isEmpty());
    assertThat(h100.graphicsRunningProcesses().orElseThrow()).isEmpty();
    assertThat(h100.mpsComputeRunningProcesses().orElseThrow()).isEmpty();
    assertThat(nvml.processName(4242).orElseThrow()).isEqualTo("/usr/bin/python3");
  }

  @Test
  void processUtilizationIsRead() {
    List<NvmlProcessUtilization> samples = h100.processUtilization(0).orElseThrow();

    assertThat(samples)
        .filteredOn(sample -> sample.pid() == 4242)
        .isNotEmpty()
        .allSatisfy(sample -> assertThat(sample.sm()).isEqualTo(40));
    assertThat(h100.processUtilization(Long.MAX_VALUE).code()).isEqualTo(NvmlReturn.NOT_FOUND);
  }
}
