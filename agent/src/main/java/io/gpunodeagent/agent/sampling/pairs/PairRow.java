// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.pairs;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.NodeTopology.PcieLevel;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How one GPU lies to the others.
 *
 * @param pcie nearest common PCIe ancestor, by index of the peer
 * @param nvLink {@code nvmlGpuP2PStatus_t} for NVLink, by index of the peer
 */
public record PairRow(Map<Integer, Reading<PcieLevel>> pcie, Map<Integer, Reading<Long>> nvLink) {

  public PairRow {
    pcie = Map.copyOf(pcie);
    nvLink = Map.copyOf(nvLink);
  }

  /** Of a GPU without peers. */
  public static PairRow alone() {
    return new PairRow(Map.of(), Map.of());
  }

  /** What the board fixes stays; NVLink to {@code peers} has failed. */
  PairRow failed(Set<Integer> peers, Reading<Long> failure) {
    var links = new TreeMap<>(nvLink);
    peers.forEach(peer -> links.put(peer, failure));
    return new PairRow(pcie, links);
  }

  /**
   * Bit i is set when NVLink to the GPU with index i works. Fails as the first failed pair does;
   * unsupported when no pair has an answer.
   */
  Reading<Long> nvLinkPeers() {
    long mask = 0;
    boolean known = false;
    for (var peer : nvLink.entrySet()) {
      switch (peer.getValue()) {
        case Reading.Value<Long>(var status) -> {
          mask |= status == 0 ? 1L << peer.getKey() : 0;
          known = true;
        }
        case Reading.Unsupported<Long>() -> {}
        case Reading.Failed<Long> failed -> {
          return failed;
        }
      }
    }
    return known ? Reading.of(mask) : Reading.unsupported();
  }
}
