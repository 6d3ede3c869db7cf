// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import static io.gpunodeagent.agent.sampling.SimulatedNode.h100;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.SamplingStatistics.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A driver whose sensors are gone and answer with success: a C library before the simulated one.
 */
class ImpossibleReadingsTest {

  private static final Path SOURCE = Path.of("src/test/c/impossible-readings.c");
  private static final List<DeviceSignal> IMPOSSIBLE =
      List.of(
          DeviceSignal.GPU_UTILIZATION,
          DeviceSignal.MEMORY_UTILIZATION,
          DeviceSignal.ENCODER_UTILIZATION,
          DeviceSignal.DECODER_UTILIZATION,
          DeviceSignal.POWER_USAGE,
          DeviceSignal.FAN_SPEED,
          DeviceSignal.SM_CLOCK,
          DeviceSignal.MEMORY_CLOCK,
          DeviceSignal.PCIE_RX_THROUGHPUT);

  @TempDir Path directory;

  @Test
  void whatNoGpuCanGiveIsAFailedReadingAndCounted() throws IOException, InterruptedException {
    var node = new SimulatedNode(directory, h100(1)).library(shim());
    var wanted = new ArrayList<>(IMPOSSIBLE);
    wanted.add(DeviceSignal.TEMPERATURE);
    try (var sampling = node.sample(wanted.toArray(DeviceSignal[]::new))) {
      // PCIe traffic is read on the slow period only.
      var snapshot =
          sampling.await(
              "all readings",
              now ->
                  now.gpus().size() == 1
                      && now.gpus().getFirst().readings().get(DeviceSignal.PCIE_RX_THROUGHPUT)
                          instanceof Reading.Failed<Long>);
      var readings = snapshot.gpus().getFirst().readings();

      for (var signal : IMPOSSIBLE) {
        assertThat(readings.get(signal))
            .as(signal.name())
            .isEqualTo(Reading.failed(signal.source(), Reading.IMPLAUSIBLE));
        assertThat(snapshot.statistics().failures())
            .containsKey(new Failure(signal.source(), Reading.IMPLAUSIBLE, "IMPLAUSIBLE"));
      }
      assertThat(readings.get(DeviceSignal.TEMPERATURE)).isInstanceOf(Reading.Value.class);
    }
  }

  private Path shim() throws IOException, InterruptedException {
    var shim = directory.resolve("libshim.so");
    var folder = SimulatedNode.BUILT.resolve("lib").toString();
    var process =
        new ProcessBuilder(
                "gcc",
                "-shared",
                "-fPIC",
                "-Wall",
                "-Werror",
                "-o",
                shim.toString(),
                SOURCE.toString(),
                "-Wl,--no-as-needed",
                "-L" + folder,
                "-l:libnvidia-ml.so.1",
                "-Wl,-rpath," + folder)
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return shim;
  }
}
