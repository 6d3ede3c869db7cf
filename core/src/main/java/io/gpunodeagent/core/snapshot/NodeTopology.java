// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.snapshot;

import io.gpunodeagent.core.signal.Reading;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * How the GPUs of the node lie to each other and to the CPUs. NVLink counts follow from {@link
 * GpuSample#nvLinks()}.
 *
 * @param pcie the nearest common PCIe ancestor of each pair
 * @param nvLinkPeerToPeer {@code nvmlGpuP2PStatus_t} for NVLink of each pair: 0 is OK
 * @param affinities by GPU, in index order
 */
public record NodeTopology(
    Map<Pair, Reading<PcieLevel>> pcie,
    Map<Pair, Reading<Long>> nvLinkPeerToPeer,
    List<Affinity> affinities) {

  public NodeTopology {
    pcie = Map.copyOf(pcie);
    nvLinkPeerToPeer = Map.copyOf(nvLinkPeerToPeer);
    affinities = List.copyOf(affinities);
  }

  /** No GPUs. */
  public static NodeTopology none() {
    return new NodeTopology(Map.of(), Map.of(), List.of());
  }

  /**
   * Whether NVML has been asked about every pair of {@code gpus}, both ways: on the first pass a
   * GPU may not know all others.
   *
   * @param gpus by NVML index
   */
  public boolean knowsEveryPairOf(Collection<Integer> gpus) {
    return gpus.stream()
        .allMatch(
            from ->
                gpus.stream()
                    .allMatch(to -> from.equals(to) || pcie.containsKey(new Pair(from, to))));
  }

  /** Two GPUs, by NVML index, in the direction asked. */
  public record Pair(int from, int to) {}

  /**
   * Where a GPU hangs.
   *
   * @param cpus CPUs near it, in list form such as {@code 0-55,112-167}; empty text when the set is
   *     empty
   * @param memoryNodes NUMA nodes near it, in list form
   * @param ownNumaNode the NUMA node its memory is, on coherent systems
   */
  public record Affinity(
      Reading<String> cpus, Reading<String> memoryNodes, Reading<Long> ownNumaNode) {}

  /** {@code nvmlGpuTopologyLevel_t} with the letters of {@code nvidia-smi topo -m}. */
  public enum PcieLevel {
    INTERNAL(0, "INT"),
    SINGLE_SWITCH(10, "PIX"),
    MULTIPLE_SWITCHES(20, "PXB"),
    HOST_BRIDGE(30, "PHB"),
    NODE(40, "NODE"),
    SYSTEM(50, "SYS");

    private final int code;
    private final String letters;

    PcieLevel(int code, String letters) {
      this.code = code;
      this.letters = letters;
    }

    /** NVML's number. */
    public int code() {
      return code;
    }

    /** What {@code nvidia-smi topo -m} prints. */
    public String letters() {
      return letters;
    }
  }
}
