// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.NodeTopology.PcieLevel;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** GPU 0 of three; NVLink to GPU 1 works, to GPU 2 it does not. */
class PairStoreTest {

  private static final Reading<Long> TIMEOUT = Reading.failed("nvmlDeviceGetP2PStatus", 10);
  private static final Reading<Long> NO_DATA = Reading.failed("nvmlDeviceGetP2PStatus", 21);
  private static final long UNTIL = 1_000;

  private static final PairRow ROW =
      new PairRow(
          Map.of(1, Reading.of(PcieLevel.NODE), 2, Reading.of(PcieLevel.SYSTEM)),
          Map.of(1, Reading.of(0L), 2, Reading.of(1L)));

  private final PairStore store = new PairStore();

  @Test
  void thereIsNoDataBeforeTheFirstAnswer() {
    assertThat(store.row(0, 0)).isEmpty();
    assertThat(store.nvLinkPeers(0, 0)).isEqualTo(NO_DATA);
  }

  @Test
  void anAnswerHoldsUntilItIsTooOldAndWhatTheBoardFixesForEver() {
    store.put(0, ROW, UNTIL);
    assertThat(store.nvLinkPeers(0, UNTIL)).isEqualTo(Reading.of(0b10L));
    assertThat(store.nvLinkPeers(0, UNTIL + 1)).isEqualTo(NO_DATA);
    assertThat(store.row(0, UNTIL + 1).orElseThrow().pcie()).isEqualTo(ROW.pcie());
  }

  @Test
  void aPeerThatHangsIsUnknownAndTheOthersAreNot() {
    store.put(0, ROW, UNTIL);
    store.hung(Set.of(2));
    assertThat(store.row(0, 0).orElseThrow())
        .isEqualTo(new PairRow(ROW.pcie(), Map.of(1, Reading.of(0L), 2, TIMEOUT)));
    assertThat(store.nvLinkPeers(0, 0)).isEqualTo(TIMEOUT);
    store.hung(Set.of());
    assertThat(store.row(0, 0)).contains(ROW);
  }

  @Test
  void allPairsOfAGpuThatHangsAreUnknown() {
    store.put(0, ROW, UNTIL);
    store.hung(Set.of(0));
    assertThat(store.row(0, 0).orElseThrow().nvLink()).isEqualTo(Map.of(1, TIMEOUT, 2, TIMEOUT));
  }

  @Test
  void aGpuThatHangsBeforeItsFirstAnswerIsNotWithoutPeers() {
    store.hung(Set.of(0, 1));
    assertThat(store.nvLinkPeers(0, 0)).isEqualTo(TIMEOUT);
  }
}
