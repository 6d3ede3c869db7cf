// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.offer;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.snapshot.LinkMatrix;
import io.gpunodeagent.core.snapshot.LinkMatrix.Cell;
import io.gpunodeagent.core.snapshot.NodeTopology.PcieLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PreferenceTest {

  private static final Cell FAR = new LinkMatrix.OverPcie(PcieLevel.SYSTEM);

  private static Preference among(int gpus, BiFunction<Integer, Integer, Cell> cells) {
    var rows = new ArrayList<List<Cell>>();
    for (int from = 0; from < gpus; from++) {
      int row = from;
      rows.add(
          IntStream.range(0, gpus)
              .mapToObj(to -> to == row ? new LinkMatrix.Self() : cells.apply(row, to))
              .toList());
    }
    return new Preference(ids(gpus), new LinkMatrix(rows));
  }

  private static List<String> ids(int count) {
    return IntStream.range(0, count).mapToObj(number -> "GPU-" + number).toList();
  }

  /** Pairs 0-1 and 2-3 are linked twice, 1-2 once. */
  private static final Preference PAIRS =
      among(
          4,
          (from, to) ->
              switch (from + to) {
                case 1, 5 -> new LinkMatrix.OverNvLink(2);
                case 3 -> from == 0 || to == 0 ? FAR : new LinkMatrix.OverNvLink(1);
                default -> FAR;
              });

  @Test
  void gpusWithTheMostLinksBetweenThemAreChosen() {
    assertThat(PAIRS.choose(List.of("GPU-1", "GPU-2", "GPU-3"), List.of(), 2))
        .containsExactly("GPU-2", "GPU-3");
    assertThat(PAIRS.choose(ids(4), List.of(), 2)).containsExactly("GPU-0", "GPU-1");
  }

  @Test
  void aRequiredGpuIsAmongTheChosenAndTheRestSuitIt() {
    assertThat(PAIRS.choose(ids(4), List.of("GPU-2"), 2)).containsExactly("GPU-2", "GPU-3");
    assertThat(PAIRS.choose(ids(4), List.of("GPU-0", "GPU-3"), 2))
        .containsExactly("GPU-0", "GPU-3");
  }

  @Test
  void overPcieNearIsBetterThanFarAndAnyLinkIsBetterStill() {
    var tree =
        among(
            4,
            (from, to) ->
                from / 2 == to / 2
                    ? new LinkMatrix.OverPcie(PcieLevel.SINGLE_SWITCH)
                    : from + to == 5 ? new LinkMatrix.OverNvLink(1) : FAR);
    assertThat(tree.choose(List.of("GPU-0", "GPU-2", "GPU-3"), List.of(), 2))
        .containsExactly("GPU-2", "GPU-3");
    var linked = among(3, (from, to) -> from + to == 3 ? new LinkMatrix.OverNvLink(1) : FAR);
    assertThat(linked.choose(ids(3), List.of(), 2)).containsExactly("GPU-1", "GPU-2");
  }

  @Test
  void eightOfSixteenAreChosenFromOneIsland() {
    var islands = among(16, (from, to) -> from % 2 == to % 2 ? new LinkMatrix.OverNvLink(4) : FAR);
    assertThat(islands.choose(ids(16), List.of("GPU-1"), 8))
        .hasSize(8)
        .allMatch(id -> Integer.parseInt(id.substring(4)) % 2 == 1);
  }

  @Test
  void replicasAreSpreadOverTheLeastSharedDevices() {
    var available = List.of("GPU-0::1", "GPU-1::0", "GPU-1::1", "GPU-1::2", "GPU-2::0", "GPU-2::1");
    assertThat(PAIRS.choose(available, List.of(), 1)).containsExactly("GPU-1::0");
    assertThat(PAIRS.choose(available, List.of(), 3))
        .containsExactly("GPU-1::0", "GPU-2::0", "GPU-0::1");
    assertThat(PAIRS.choose(available, List.of("GPU-1::2"), 2))
        .containsExactly("GPU-1::2", "GPU-2::0");
  }

  @Test
  void allAreTakenWhereThereAreTooFew() {
    assertThat(PAIRS.choose(ids(2), List.of(), 3)).containsExactly("GPU-0", "GPU-1");
    assertThat(PAIRS.choose(ids(2), List.of(), 2)).containsExactly("GPU-0", "GPU-1");
    assertThat(among(0, (_, _) -> FAR).choose(List.of("MIG-a", "MIG-b"), List.of(), 1))
        .containsExactly("MIG-a");
  }
}
