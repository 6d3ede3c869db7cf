// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiling counters, in scenarios whose clock runs. */
class GpmTest {
  private static final int[] METRICS = {
    NvmlGpmMetricId.SM_UTIL, NvmlGpmMetricId.ANY_TENSOR_UTIL, NvmlGpmMetricId.DRAM_BW_UTIL, 330
  };

  @TempDir private Path directory;

  @Test
  void twoSamplesGiveMetricsThatFailAlone() {
    try (Nvml nvml = open("[]");
        GpmSample first = nvml.gpmSample().orElseThrow();
        GpmSample second = nvml.gpmSample().orElseThrow()) {
      NvmlDevice device = nvml.device(0).orElseThrow();
      assertThat(device.gpmSupport().orElseThrow()).isTrue();
      assertThat(device.gpmSample(first)).isEqualTo(NvmlReturn.SUCCESS);

      List<NvmlGpmMetric> metrics = awaitMetrics(nvml, device, first, second);

      assertThat(metrics).extracting(NvmlGpmMetric::id).containsExactly(2, 5, 10, 330);
      assertThat(metrics.get(0).value()).isCloseTo(80, within(1.0));
      assertThat(metrics.get(1).value()).isCloseTo(30, within(1.0));
      assertThat(metrics.get(2).value()).isCloseTo(50, within(1.0));
      assertThat(metrics.get(3).code().isSuccess()).isFalse();
    }
  }

  /** Two samples give metrics once enough time has passed between them. */
  private static List<NvmlGpmMetric> awaitMetrics(
      Nvml nvml, NvmlDevice device, GpmSample first, GpmSample second) {
    List<NvmlGpmMetric> metrics = new ArrayList<>();
    Await.until(
        () -> {
          assertThat(device.gpmSample(second)).isEqualTo(NvmlReturn.SUCCESS);
          metrics.clear();
          metrics.addAll(nvml.gpmMetrics(first, second, METRICS).orElse(List.of()));
          return !metrics.isEmpty() && metrics.getFirst().code().isSuccess();
        });
    return metrics;
  }

  @Test
  void olderGpusHaveNone() {
    try (Nvml nvml = open("[]")) {
      NvmlResult<Boolean> support = nvml.device(2).orElseThrow().gpmSupport();

      assertThat(support.orElse(false)).isFalse();
    }
  }

  @Test
  void aHungCallLeavesTheOtherGpusAlone() {
    try (Nvml nvml = open("[{function: nvmlGpmSampleGet, device: 0, hang: true}]");
        GpmSample hung = nvml.gpmSample().orElseThrow();
        GpmSample sample = nvml.gpmSample().orElseThrow()) {
      NvmlDevice device = nvml.device(0).orElseThrow();
      CompletableFuture<NvmlReturn> call =
          CompletableFuture.supplyAsync(() -> device.gpmSample(hung));
      Await.until(() -> nvml.session().gate().callsInFlight() > 0);

      assertThat(nvml.device(1).orElseThrow().gpmSample(sample)).isEqualTo(NvmlReturn.SUCCESS);

      assertThat(call).isNotDone();
      write("[]");
      assertThat(call.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(NvmlReturn.SUCCESS);
    }
  }

  @Test
  void aClosedSampleIsNotUsed() {
    try (Nvml nvml = open("[]")) {
      GpmSample sample = nvml.gpmSample().orElseThrow();
      sample.close();
      sample.close();

      assertThatThrownBy(() -> nvml.device(0).orElseThrow().gpmSample(sample))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aSampleMayOutliveNvml() {
    GpmSample sample;
    NvmlDevice device;
    try (Nvml nvml = open("[]")) {
      sample = nvml.gpmSample().orElseThrow();
      device = nvml.device(0).orElseThrow();
    }

    assertThatThrownBy(() -> device.gpmSample(sample)).isInstanceOf(IllegalStateException.class);
    sample.close();
  }

  private Nvml open(String faults) {
    return Simulation.open(Simulation.scenario(write(faults)));
  }

  private Path write(String faults) {
    return Simulation.write(
        directory,
        """
        description: two GPUs with profiling counters and one without
        driver: {version: 580.1, nvml: 13.580.1, cuda: 13000, symbols: 580}
        devices:
          - model: H100-SXM5-80GB
            count: 2
            load: {sm: {constant: 80}, tensor: {constant: 30}, dram: {constant: 50}}
          - model: T4
        faults: %s
        """
            .formatted(faults));
  }
}
