// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.snapshot.LinkMatrix.OverNvLink;
import io.gpunodeagent.core.snapshot.LinkMatrix.OverPcie;
import io.gpunodeagent.core.snapshot.LinkMatrix.Self;
import io.gpunodeagent.core.snapshot.LinkMatrix.Unknown;
import io.gpunodeagent.core.snapshot.NodeTopology.Pair;
import io.gpunodeagent.core.snapshot.NodeTopology.PcieLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinkMatrixTest {

  private static final NvLink.Remote SWITCH = new NvLink.ToSwitch("");

  private static String busId(int index) {
    return "00000000:0" + index + ":00.0";
  }

  private static NvLink link(int number, Reading<Boolean> active, NvLink.Remote remote) {
    return new NvLink(number, active, Reading.of(4L), remote);
  }

  private static NvLink up(int number, NvLink.Remote remote) {
    return link(number, Reading.of(true), remote);
  }

  private static GpuSample gpu(int index, NvLink... links) {
    return new GpuSample(
        new GpuIdentity(
            index, "GPU-" + index, "GPU", busId(index), Reading.unsupported(), Optional.empty()),
        new GpuCondition.Fresh(),
        Instant.EPOCH,
        Readings.none(),
        false,
        List.of(),
        List.of(links),
        Reading.unsupported(),
        GpuEvents.none(GpuEvents.Watch.ON, Duration.ofMinutes(5)));
  }

  private static LinkMatrix matrix(Map<Pair, Reading<PcieLevel>> pcie, GpuSample... gpus) {
    return LinkMatrix.of(
        new NodeSnapshot(
            1,
            Instant.EPOCH,
            new DriverState.Ready(
                Reading.unsupported(),
                Reading.unsupported(),
                Reading.unsupported(),
                Reading.unsupported(),
                "libnvidia-ml.so.1",
                gpus.length),
            false,
            List.of(gpus),
            new NodeTopology(pcie, Map.of(), List.of()),
            SamplingStatistics.none()));
  }

  @Test
  void directLinksCountForTheirPeerOnly() {
    var to1 = new NvLink.ToGpu(busId(1));
    var pcie = Map.of(new Pair(0, 2), Reading.of(PcieLevel.SYSTEM));
    var rows = matrix(pcie, gpu(0, up(0, to1), up(1, to1)), gpu(1), gpu(2)).rows();
    assertThat(rows.getFirst())
        .containsExactly(new Self(), new OverNvLink(2), new OverPcie(PcieLevel.SYSTEM));
  }

  @Test
  void switchLinksReachWhoeverHasSomeAndTheFewerDecide() {
    var rows =
        matrix(
                Map.of(new Pair(0, 2), Reading.of(PcieLevel.NODE)),
                gpu(0, up(0, SWITCH), up(1, SWITCH), up(2, SWITCH)),
                gpu(1, up(0, SWITCH), up(1, SWITCH)),
                gpu(2))
            .rows();
    assertThat(rows.getFirst())
        .containsExactly(new Self(), new OverNvLink(2), new OverPcie(PcieLevel.NODE));
  }

  @Test
  void onlyLinksThatAreKnownToBeUpCount() {
    var to1 = new NvLink.ToGpu(busId(1));
    var links =
        new NvLink[] {
          link(0, Reading.of(false), to1),
          link(1, Reading.failed("nvmlDeviceGetNvLinkState", 999), to1),
          link(2, Reading.unsupported(), to1),
          up(3, new NvLink.ToUnknown())
        };
    var pcie = Map.of(new Pair(0, 1), Reading.of(PcieLevel.SINGLE_SWITCH));
    assertThat(matrix(pcie, gpu(0, links), gpu(1)).rows().getFirst())
        .containsExactly(new Self(), new OverPcie(PcieLevel.SINGLE_SWITCH));
  }

  @Test
  void whatNvmlDoesNotTellIsNotGuessed() {
    Map<Pair, Reading<PcieLevel>> pcie =
        Map.of(new Pair(0, 1), Reading.failed("nvmlDeviceGetTopologyCommonAncestor", 999));
    var matrix = matrix(pcie, gpu(0), gpu(1));
    assertThat(matrix.rows().getFirst()).containsExactly(new Self(), new Unknown());
    assertThat(matrix.rows().getLast()).containsExactly(new Unknown(), new Self());
  }
}
