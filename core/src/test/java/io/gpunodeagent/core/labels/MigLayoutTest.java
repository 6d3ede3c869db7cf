// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import static io.gpunodeagent.core.labels.Machine.Gpu.a100;
import static io.gpunodeagent.core.labels.Machine.Gpu.compute;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.labels.Machine.Gpu;
import io.gpunodeagent.core.signal.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigLayoutTest {

  private static final String MIG = "gpu-node-agent.io/mig";

  private static LabelSet labels(Gpu... gpus) {
    var machine = new Machine();
    for (var gpu : gpus) {
      machine.gpu(gpu);
    }
    return machine.labels();
  }

  @Test
  void withoutMigThereIsNoLayout() {
    var set = labels(a100(0));
    assertThat(set.labels().keySet()).noneMatch(key -> key.startsWith(MIG));
    assertThat(set.annotations()).doesNotContainKey(MIG + "-layout");
  }

  @Test
  void anEmptyGpuHasRoomForEverythingOnce() {
    assertThat(labels(a100(0).mig()).labels())
        .containsEntry(MIG + ".enabled-gpus", "1")
        .containsEntry(MIG + ".free-slices", "7")
        .containsEntry(MIG + "-1g.5gb.fits", "7")
        .containsEntry(MIG + "-1g.5gb.me.fits", "1")
        .containsEntry(MIG + "-1g.10gb.fits", "4")
        .containsEntry(MIG + "-2g.10gb.fits", "3")
        .containsEntry(MIG + "-3g.20gb.fits", "2")
        .containsEntry(MIG + "-4g.20gb.fits", "1")
        .containsEntry(MIG + "-7g.40gb.fits", "1");
  }

  @ParameterizedTest
  @CsvSource({
    "NVIDIA A30, 24576, 8, 0, 4g.24gb", "NVIDIA A100-SXM4-80GB, 81920, 8, 0, 7g.80gb",
    "NVIDIA H100 80GB HBM3, 81559, 9, 0, 7g.80gb", "NVIDIA H100 NVL, 95830, 9, 0, 1g.12gb",
    "NVIDIA H200, 143771, 9, 0, 1g.18gb", "NVIDIA H200, 143771, 9, 0, 3g.71gb",
    "NVIDIA B200, 183359, 10, 0, 1g.23gb", "NVIDIA B200, 183359, 10, 0, 2g.45gb",
    "NVIDIA GB200, 189471, 10, 0, 7g.186gb"
  })
  void profilesOfEveryFamilyAreNamedAsTheirDriverNamesThem(
      String name, long mebibytes, int major, int minor, String profile) {
    assertThat(labels(new Gpu(0, name, mebibytes, major, minor).mig()).labels())
        .containsKey(MIG + "-" + profile + ".fits");
  }

  @Test
  void whatLiesInTheWayTakesItsPlacesAndNoOthers() {
    var gpu = a100(0).instance("3g.20gb", 3, 19968, 4, 4).instance("1g.5gb", 1, 4864, 1, 1);
    var set = labels(gpu);
    assertThat(set.labels())
        .containsEntry(MIG + ".free-slices", "3")
        .containsEntry(MIG + "-1g.5gb.fits", "3")
        .containsEntry(MIG + "-1g.10gb.fits", "1")
        .containsEntry(MIG + "-2g.10gb.fits", "1")
        .containsEntry(MIG + "-3g.20gb.fits", "0")
        .containsEntry(MIG + "-7g.40gb.fits", "0");
    assertThat(set.annotations().get(MIG + "-layout"))
        .isEqualTo(
            "[{\"gpu\":0,\"uuid\":\"GPU-0\",\"instances\":["
                + "{\"id\":1,\"profile\":\"3g.20gb\",\"start\":4,\"size\":4},"
                + "{\"id\":2,\"profile\":\"1g.5gb\",\"start\":1,\"size\":1}],\"freeSlices\":3,"
                + "\"fits\":{\"1g.10gb\":[2],\"1g.5gb\":[0,2,3],\"1g.5gb.me\":[0,2,3],"
                + "\"2g.10gb\":[2],\"3g.20gb\":[],\"4g.20gb\":[],\"7g.40gb\":[]}}]");
  }

  @Test
  void computeSlicesRunOutBeforeMemoryDoes() {
    var gpu = a100(0).instance("4g.20gb", 4, 19968, 0, 4).instance("2g.10gb", 2, 9856, 4, 2);
    assertThat(labels(gpu).labels())
        .containsEntry(MIG + ".free-slices", "1")
        .containsEntry(MIG + "-1g.10gb.fits", "1")
        .containsEntry(MIG + "-1g.5gb.fits", "1");
  }

  @Test
  void oneMediaInstanceIsAllThereIs() {
    assertThat(labels(a100(0).instance("1g.5gb+me", 1, 4864, 0, 1)).labels())
        .containsEntry(MIG + "-1g.5gb.me.fits", "0")
        .containsEntry(MIG + "-1g.5gb.fits", "6");
  }

  @Test
  void withoutTheRightToSeePlacementsSlicesAreStillCounted() {
    var gpu = a100(0).instance("3g.20gb", Reading.unsupported(), compute("3g.20gb", 3, 3, 19968));
    var set = labels(gpu);
    assertThat(set.labels())
        .containsEntry(MIG + ".free-slices", "4")
        .doesNotContainKey(MIG + "-1g.5gb.fits");
    assertThat(set.annotations().get(MIG + "-layout")).doesNotContain("fits");
    assertThat(set.problems())
        .filteredOn(one -> one.key().equals(MIG + "-*.fits"))
        .singleElement()
        .satisfies(one -> assertThat(one.toString()).contains("NVIDIA_MIG_MONITOR_DEVICES"));
  }

  @Test
  void aGpuOfUnknownGeometryTellsItsInstancesOnly() {
    var set = labels(new Gpu(0, "NVIDIA RTX PRO 6000", 97887, 12, 0).mig());
    assertThat(set.labels())
        .containsEntry(MIG + ".enabled-gpus", "1")
        .doesNotContainKey(MIG + ".free-slices");
    assertThat(set.problems())
        .filteredOn(one -> one.key().equals(MIG + "-*.fits"))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.toString()).contains("MIG layouts are not known");
              assertThat(one.toString()).doesNotContain("MONITOR_DEVICES");
            });
  }
}
