// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import static io.gpunodeagent.core.labels.Machine.Gpu.a100;
import static io.gpunodeagent.core.labels.Machine.Gpu.h100;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.labels.Machine.Gpu;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.NodeTopology;
import io.gpunodeagent.core.snapshot.NodeTopology.Affinity;
import io.gpunodeagent.core.snapshot.NodeTopology.Pair;
import io.gpunodeagent.core.snapshot.NodeTopology.PcieLevel;
import io.gpunodeagent.core.snapshot.NvLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyTest {

  private static final String NVLINK = "gpu-node-agent.io/nvlink.";
  private static final Reading<Boolean> UP = Reading.of(true);
  private static final Reading<Boolean> DOWN = Reading.of(false);
  private static final Reading<Long> V4 = Reading.of(6L);
  private static final NvLink.Remote SWITCH = new NvLink.ToSwitch("");

  /**
   * A machine of {@code topology/matrices.txt}.
   *
   * @param facts name, model, wiring, shape, links, islands, largest
   */
  record Real(List<String> facts, List<List<String>> cells) {
    @Override
    public String toString() {
      return facts.getFirst();
    }

    private Machine machine() {
      var machine = new Machine();
      var pcie = new HashMap<Pair, Reading<PcieLevel>>();
      for (int from = 0; from < cells.size(); from++) {
        var gpu = new Gpu(from, facts.get(1), 1024, 9, 0);
        boolean switched = false;
        for (int to = 0; to < cells.size(); to++) {
          var cell = cells.get(from).get(to);
          if (cell.startsWith("NV") && !switched) {
            int links = Integer.parseInt(cell.substring(2));
            switched = facts.get(2).equals("switch");
            gpu.links(links, UP, V4, switched ? SWITCH : new NvLink.ToGpu(Machine.busId(to)));
          }
          pcie.putIfAbsent(new Pair(from, to), Reading.unsupported());
          for (var level : PcieLevel.values()) {
            if (level.letters().equals(cell)) {
              pcie.put(new Pair(from, to), Reading.of(level));
            }
          }
        }
        machine.gpu(gpu);
      }
      return machine.topology(new NodeTopology(pcie, Map.of(), List.of()));
    }
  }

  static List<Real> realMachines() {
    var file =
        Path.of(System.getProperty("repository.root", ".."))
            .resolve("core/src/test/resources/topology/matrices.txt");
    var machines = new ArrayList<Real>();
    try {
      for (var line : Files.readAllLines(file)) {
        if (line.startsWith("= ")) {
          machines.add(
              new Real(Arrays.asList(line.substring(2).split(" \\| ", -1)), new ArrayList<>()));
        } else if (!line.isBlank() && !line.startsWith("#")) {
          machines.getLast().cells().add(Arrays.asList(line.split(" ", -1)));
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return machines;
  }

  @ParameterizedTest
  @MethodSource("realMachines")
  void realMachinesAreClassifiedAsTheyAreKnown(Real real) {
    var labels = real.machine().labels().labels();
    assertThat(labels)
        .containsEntry(NVLINK + "topology", real.facts().get(3))
        .containsEntry(NVLINK + "links-per-gpu", real.facts().get(4))
        .containsEntry(NVLINK + "island-count", real.facts().get(5))
        .containsEntry(NVLINK + "largest-island", real.facts().get(6))
        .containsEntry(NVLINK + "degraded", "false");
  }

  @ParameterizedTest
  @MethodSource("realMachines")
  void theAnnotationHoldsTheMatrixAsItWasPrinted(Real real) {
    var annotation = real.machine().labels().annotations().get("gpu-node-agent.io/topology");
    var rows = real.cells().stream().map(row -> '"' + String.join(" ", row) + '"').toList();
    assertThat(annotation).contains("\"reaches\":[" + String.join(",", rows) + "]");
  }

  @Test
  void everyMachineThatWasSeenIsTested() {
    assertThat(realMachines()).hasSize(20);
  }

  /** Eight GPUs with {@code up} of 18 links into switches each. */
  private static LabelSet switched(int... up) {
    var machine = new Machine();
    for (int i = 0; i < up.length; i++) {
      machine.gpu(h100(i).links(up[i], UP, V4, SWITCH).links(18 - up[i], DOWN, V4, SWITCH));
    }
    var pcie = new HashMap<Pair, Reading<PcieLevel>>();
    for (int from = 0; from < up.length; from++) {
      for (int to = 0; to < up.length; to++) {
        pcie.put(new Pair(from, to), Reading.of(PcieLevel.NODE));
      }
    }
    return machine.topology(new NodeTopology(pcie, Map.of(), List.of())).labels();
  }

  @Test
  void untilEveryPairIsKnownTheAnnotationIsUnknown() {
    var set = new Machine().gpu(h100(0)).gpu(h100(1)).labels();
    assertThat(set.annotations()).doesNotContainKey("gpu-node-agent.io/topology");
    assertThat(set.isUnknown("gpu-node-agent.io/topology")).isTrue();
  }

  @Test
  void aLinkDownDegradesASwitchedNodeAndKeepsItsShape() {
    assertThat(switched(18, 18, 17, 18).labels())
        .containsEntry(NVLINK + "topology", "nvswitch")
        .containsEntry(NVLINK + "degraded", "true")
        .containsEntry(NVLINK + "links-per-gpu", "17");
  }

  @Test
  void aGpuWithoutLinksLeavesTheRestAnIsland() {
    assertThat(switched(18, 18, 0, 18).labels())
        .containsEntry(NVLINK + "topology", "partial")
        .containsEntry(NVLINK + "degraded", "true")
        .containsEntry(NVLINK + "island-count", "2")
        .containsEntry(NVLINK + "largest-island", "3");
  }

  /** A fabric that is down says so itself, see the fabric's state. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void gpusOfAVirtualMachineWithoutAnyLinksMissNobody(int count) {
    assertThat(switched(new int[count]).labels())
        .containsEntry(NVLINK + "topology", "none")
        .containsEntry(NVLINK + "degraded", "false");
  }

  @Test
  void aSingleGpuWithItsLinksIsWhole() {
    assertThat(switched(18).labels()).containsEntry(NVLINK + "topology", "nvswitch");
  }

  @Test
  void aBridgeThatIsNotThereIsNoFaultButHalfOfOneIs() {
    assertThat(bridged(8, 8).labels()).containsEntry(NVLINK + "degraded", "false");
    assertThat(bridged(7, 7).labels()).containsEntry(NVLINK + "degraded", "true");
    assertThat(bridged(0, 0).labels()).containsEntry(NVLINK + "degraded", "false");
  }

  @Test
  void endsThatCountDifferentlyAreDegraded() {
    assertThat(bridged(8, 4).labels()).containsEntry(NVLINK + "degraded", "true");
  }

  private static LabelSet bridged(int first, int second) {
    var name = "NVIDIA A100 80GB PCIe";
    return new Machine()
        .gpu(bridged(new Gpu(0, name, 81920, 8, 0), first, 1))
        .gpu(bridged(new Gpu(1, name, 81920, 8, 0), second, 0))
        .labels();
  }

  private static Gpu bridged(Gpu gpu, int up, int peer) {
    var remote = new NvLink.ToGpu(Machine.busId(peer));
    return gpu.links(up, UP, Reading.of(4L), remote).links(12 - up, DOWN, Reading.of(4L), remote);
  }

  @Test
  void threeInARowArePartial() {
    var machine =
        new Machine()
            .gpu(a100(0).links(4, UP, V4, new NvLink.ToGpu(Machine.busId(1))))
            .gpu(
                a100(1)
                    .links(4, UP, V4, new NvLink.ToGpu(Machine.busId(0)))
                    .links(4, UP, V4, new NvLink.ToGpu(Machine.busId(2))))
            .gpu(a100(2).links(4, UP, V4, new NvLink.ToGpu(Machine.busId(1))));
    assertThat(machine.labels().labels()).containsEntry(NVLINK + "topology", "partial");
  }

  @Test
  void aLinkThatCannotBeReadLeavesNvLinkUnknown() {
    var set =
        new Machine()
            .gpu(h100(0).links(17, UP, V4, SWITCH).links(1, Reading.failed("f", 999), V4, SWITCH))
            .gpu(h100(1).links(18, UP, V4, SWITCH))
            .labels();
    assertThat(set.labels().keySet()).noneMatch(key -> key.startsWith(NVLINK));
    assertThat(set.isUnknown(NVLINK + "topology")).isTrue();
    assertThat(set.isUnknown("gpu-node-agent.io/topology")).isTrue();
    assertThat(set.labels()).containsKey("nvidia.com/gpu.count");
  }

  @Test
  void bandwidthIsLinksTimesTheirSpeed() {
    assertThat(switched(18, 18).annotations().get("gpu-node-agent.io/topology"))
        .isEqualTo(
            "{\"nvlink\":\"nvswitch\",\"gpus\":[{\"index\":0,\"uuid\":\"GPU-0\",\"links\":18},"
                + "{\"index\":1,\"uuid\":\"GPU-1\",\"links\":18}],\"islands\":[[0,1]],"
                + "\"reaches\":[\"X NV18\",\"NV18 X\"],\"gbps\":[[0,478],[478,0]]}");
  }

  @Test
  void fabricsAreOneStateOrPartial() {
    var rack = "5f3a9c12-7b60-4d1e-8a44-20c6be91d703";
    var none = "00000000-0000-0000-0000-000000000000";
    assertThat(fabric(h100(0).fabric(3, 0, none, 0), h100(1).fabric(3, 0, none, 0)))
        .contains("completed");
    assertThat(fabric(h100(0).fabric(3, 0, rack, 1), h100(1).fabric(2, 0, rack, 1)))
        .contains("partial");
    assertThat(fabric(h100(0).fabric(1, 0, none, 0))).contains("not-started");
    assertThat(fabric(h100(0).fabric(3, 999, none, 0))).contains("failed");
    assertThat(fabric(h100(0))).isEmpty();
  }

  private static Optional<String> fabric(Gpu... gpus) {
    var machine = new Machine();
    for (var gpu : gpus) {
      machine.gpu(gpu);
    }
    return Optional.ofNullable(machine.labels().labels().get("gpu-node-agent.io/fabric.state"));
  }

  @Test
  void gpusAreSpreadOverNumaNodes() {
    var near = new Affinity(Reading.of("0-3"), Reading.of("0"), Reading.unsupported());
    var far = new Affinity(Reading.of("4-7"), Reading.of("1"), Reading.unsupported());
    var machine =
        new Machine()
            .gpu(h100(0))
            .gpu(h100(1))
            .topology(new NodeTopology(Map.of(), Map.of(), List.of(near, far)));
    assertThat(machine.labels().labels()).containsEntry("gpu-node-agent.io/numa.gpu-spread", "2");
    assertThat(new Machine().gpu(h100(0)).labels().labels())
        .doesNotContainKey("gpu-node-agent.io/numa.gpu-spread");
  }

  @ParameterizedTest
  @CsvSource({
    "NVIDIA H100 80GB HBM3, nvidia-h100",
    "NVIDIA H100 NVL, nvidia-h100",
    "NVIDIA A100-SXM4-40GB, nvidia-a100",
    "NVIDIA A100 80GB PCIe, nvidia-a100",
    "Tesla T4, nvidia-tesla-t4",
    "Tesla V100-SXM2-32GB, nvidia-tesla-v100",
    "NVIDIA L40S, nvidia-l40s",
    "NVIDIA GeForce RTX 4090, nvidia-geforce-rtx-4090"
  })
  void acceleratorsAreNamedAsInGuides(String name, String alias) {
    assertThat(AliasLabels.accelerator(name)).isEqualTo(alias);
  }
}
