// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import static io.gpunodeagent.agent.sampling.SimulatedNode.faults;
import static io.gpunodeagent.agent.sampling.SimulatedNode.h100;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.sampling.SimulatedNode;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Whose memory NVML tells of: the board's, or the share of this process's control group. */
class BoardMemoryTest {

  private static final long H100_BYTES = 85_520_809_984L;
  private static final String LIMITED =
      "devices: [{model: H100-SXM5-80GB, memoryLimits: [{cgroup: '*', hard: 20GiB, used: 1GiB}]}]";
  private static final DeviceSignal[] MEMORY = {
    DeviceSignal.MEMORY_TOTAL,
    DeviceSignal.MEMORY_USED,
    DeviceSignal.MEMORY_FREE,
    DeviceSignal.MEMORY_RESERVED
  };

  @TempDir Path directory;

  @Test
  void aBoardThatOnlyKnowsTheOlderFormHasItsMemory() {
    var node =
        new SimulatedNode(
            directory,
            h100(1),
            faults("{function: nvmlDeviceGetMemoryInfo_v2, return: NOT_SUPPORTED}"));
    try (var sampling = node.sample(MEMORY)) {
      var readings = sampling.awaitFresh(1).gpus().getFirst().readings();

      assertThat(readings.get(DeviceSignal.MEMORY_TOTAL)).isEqualTo(Reading.of(H100_BYTES));
      assertThat(readings.get(DeviceSignal.MEMORY_RESERVED)).isEqualTo(Reading.unsupported());
    }
  }

  @Test
  @EnabledIf("hasControlGroup")
  void theShareOfAControlGroupIsNoSizeOfABoardAndItsUseIsNotTheBoards() {
    var node = new SimulatedNode(directory).driver(615).rewrite(LIMITED);
    try (var sampling = node.sample(MEMORY)) {
      var readings = sampling.awaitFresh(1).gpus().getFirst().readings();

      assertThat(readings.get(DeviceSignal.MEMORY_TOTAL)).isEqualTo(Reading.of(H100_BYTES));
      assertThat(readings.get(DeviceSignal.MEMORY_USED)).isInstanceOf(Reading.Failed.class);
      assertThat(readings.get(DeviceSignal.MEMORY_FREE)).isInstanceOf(Reading.Failed.class);
      assertThat(readings.get(DeviceSignal.MEMORY_RESERVED)).isInstanceOf(Reading.Failed.class);
    }
  }

  @Test
  @EnabledIf("hasControlGroup")
  void whereTheOlderFormDoesNotTellTheBoardsSizeItIsNotKnown() {
    var node =
        new SimulatedNode(directory)
            .driver(615)
            .rewrite(LIMITED, faults("{function: nvmlDeviceGetMemoryInfo, return: NOT_SUPPORTED}"));
    try (var sampling = node.sample(MEMORY)) {
      var readings = sampling.awaitFresh(1).gpus().getFirst().readings();

      assertThat(readings.get(DeviceSignal.MEMORY_TOTAL)).isInstanceOf(Reading.Failed.class);
    }
  }

  @Test
  @EnabledIf("hasControlGroup")
  void aLimitThatComesLaterShrinksNothing() {
    var node = new SimulatedNode(directory).driver(615).rewrite(h100(1));
    try (var sampling = node.sample(MEMORY)) {
      sampling.awaitFresh(1);
      node.rewrite(LIMITED);
      var limited =
          sampling.await(
              "a limit",
              now ->
                  now.gpus().getFirst().readings().get(DeviceSignal.MEMORY_USED)
                      instanceof Reading.Failed<Long>);
      assertThat(limited.gpus().getFirst().readings().get(DeviceSignal.MEMORY_TOTAL))
          .isEqualTo(Reading.of(H100_BYTES));
    }
  }

  /** The simulated driver looks for the group of version 2, as the real one does. */
  static boolean hasControlGroup() throws IOException {
    return Files.readString(Path.of("/proc/self/cgroup")).contains("0::");
  }
}
