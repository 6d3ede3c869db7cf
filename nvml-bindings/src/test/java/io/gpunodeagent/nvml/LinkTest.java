// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two bridged H100 NVL and an L4: NVLinks, topology and the counters of links. */
class LinkTest {
  @TempDir private Path directory;
  private Nvml nvml;
  private NvmlDevice first;
  private NvmlDevice second;
  private NvmlDevice third;

  @BeforeEach
  void open() {
    Path scenario =
        Simulation.write(
            directory,
            """
            description: a bridged pair and a single card
            driver: {version: 580.1, nvml: 13.580.1, cuda: 13000, symbols: 580}
            clock: {fixed: 100s}
            devices:
              - {model: H100-NVL-94GB, busId: "00000000:1B:00.0", load: {nvlinkTx: {constant: 1024}},
                 counters: {nvlinkReplay: 5}}
              - {model: H100-NVL-94GB, busId: "00000000:1C:00.0"}
              - {model: L4, busId: "00000000:9C:00.0"}
            topology:
              nvlink: direct
              inactiveLinks: {0: [3]}
              matrix: |2
                      GPU0  GPU1  GPU2  CPU Affinity  NUMA Affinity
                GPU0   X    NV12  SYS   0-31          0
                GPU1  NV12   X    SYS   0-31          0
                GPU2  SYS   SYS    X    32-63         1
              pcie: |2
                      GPU0  GPU1  GPU2
                GPU0   X    PIX   SYS
                GPU1  PIX    X    SYS
                GPU2  SYS   SYS    X
            """);
    nvml = Simulation.open(Simulation.scenario(scenario));
    first = nvml.device(0).orElseThrow();
    second = nvml.device(1).orElseThrow();
    third = nvml.device(2).orElseThrow();
  }

  @AfterEach
  void close() {
    nvml.close();
  }

  @Test
  void linksAreReadOneByOne() {
    assertThat(first.nvLinkState(0).orElseThrow()).isTrue();
    assertThat(first.nvLinkState(3).orElseThrow()).isFalse();
    assertThat(first.nvLinkState(NvLinkQueries.MAX_LINKS).isSuccess()).isFalse();
    assertThat(third.nvLinkState(0).isSuccess()).isFalse();
    assertThat(first.nvLinkVersion(0).orElseThrow()).isEqualTo(NvmlNvLinkVersion.V4_0);
    assertThat(first.nvLinkRemoteDeviceType(0).orElseThrow())
        .isEqualTo(NvmlNvLinkRemoteDeviceType.GPU);
    assertThat(first.nvLinkRemotePciInfo(0).orElseThrow().busId()).isEqualTo("00000000:1C:00.0");
    assertThat(first.nvLinkCapability(0, NvmlNvLinkCapability.P2P_SUPPORTED).orElseThrow())
        .isTrue();
    assertThat(first.nvLinkErrorCounter(0, NvmlNvLinkErrorCounter.DL_REPLAY).isSuccess()).isTrue();
  }

  @Test
  void topologyIsReadInPairs() {
    assertThat(first.topologyCommonAncestor(second).orElseThrow())
        .isEqualTo(NvmlTopologyLevel.SINGLE);
    assertThat(first.topologyCommonAncestor(third).orElseThrow())
        .isEqualTo(NvmlTopologyLevel.SYSTEM);
    assertThat(first.p2pStatus(second, NvmlP2pCapability.NVLINK).orElseThrow())
        .isEqualTo(NvmlP2pStatus.OK);
    assertThat(first.p2pStatus(third, NvmlP2pCapability.NVLINK).orElseThrow())
        .isNotEqualTo(NvmlP2pStatus.OK);
    assertThat(first.topologyNearestGpus(NvmlTopologyLevel.SINGLE).orElseThrow())
        .singleElement()
        .satisfies(near -> assertThat(near.uuid()).isEqualTo(second.uuid()));
    assertThat(nvml.topologyGpuSet(40).orElseThrow())
        .singleElement()
        .satisfies(near -> assertThat(near.uuid()).isEqualTo(third.uuid()));
    assertThat(first.onSameBoard(second).orElseThrow()).isFalse();
  }

  @Test
  void fieldsAreReadTogetherAndFailAlone() {
    int[] ids = {
      NvmlFieldId.NVLINK_LINK_COUNT,
      NvmlFieldId.NVLINK_GET_STATE,
      NvmlFieldId.NVLINK_GET_STATE,
      9999
    };
    NvmlFieldValueBatch batch = first.fieldValueBatch(ids, new int[] {0, 2, 3, 0});
    assertThat(batch.returnCode(0)).isEqualTo(NvmlReturn.UNINITIALIZED.value());

    assertThat(batch.read()).isEqualTo(NvmlReturn.SUCCESS);

    assertThat(batch.returnCode(0)).isZero();
    assertThat(batch.asLong(0)).isEqualTo(12);
    assertThat(batch.asLong(1)).isEqualTo(1);
    assertThat(batch.asLong(2)).isEqualTo(0);
    assertThat(batch.returnCode(3)).isNotZero();
    assertThat(first.fieldValues(ids, new int[] {0, 2, 3, 0}).orElseThrow())
        .extracting(NvmlFieldValue::asLong)
        .startsWith(12L, 1L, 0L);
  }

  @Test
  void fieldsHaveTypeAndTime() {
    NvmlFieldValue energy =
        first
            .fieldValues(new int[] {NvmlFieldId.TOTAL_ENERGY_CONSUMPTION}, new int[] {0})
            .orElseThrow()
            .getFirst();

    assertThat(energy.code()).isEqualTo(NvmlReturn.SUCCESS);
    assertThat(energy.asLong()).isEqualTo(first.totalEnergyConsumption().orElseThrow());
    assertThat(energy.value().type()).isEqualTo(NvmlValueType.UNSIGNED_LONG_LONG);
    assertThat(energy.timestampMicros()).isPositive();
  }

  @Test
  void negativeFieldsAreNegative() {
    NvmlFieldValue shutdown =
        first
            .fieldValues(new int[] {NvmlFieldId.TEMPERATURE_SHUTDOWN_TLIMIT}, new int[] {0})
            .orElseThrow()
            .getFirst();

    assertThat(shutdown.code()).isEqualTo(NvmlReturn.SUCCESS);
    assertThat(shutdown.asLong()).isNegative();
  }
}
