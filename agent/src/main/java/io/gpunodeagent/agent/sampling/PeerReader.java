package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.core.snapshot.Cadence;
import io.gpunodeagent.core.snapshot.NodeTopology.Affinity;
import io.gpunodeagent.core.snapshot.NodeTopology.PcieLevel;
import io.gpunodeagent.core.snapshot.Reading;
import io.gpunodeagent.nvml.NvmlAffinityScope;
import io.gpunodeagent.nvml.NvmlDevice;
import io.gpunodeagent.nvml.NvmlP2pCapability;
import io.gpunodeagent.nvml.NvmlP2pStatus;
import io.gpunodeagent.nvml.NvmlTopologyLevel;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads how one GPU lies to its peers and to the CPUs: a row of the topology. What the board fixes
 * is read once, what a link may lose on the slow period. Confined to one thread.
 */
final class PeerReader {

  private final Turn turn;
  private final Map<Integer, Reading<PcieLevel>> pcie = new HashMap<>();
  private @Nullable Affinity affinity;
  private TopologyRow row = TopologyRow.unknown();

  PeerReader(double phase) {
    turn = new Turn(Cadence.SLOW, phase);
  }

  /**
   * The row, read anew when due.
   *
   * @param peers the GPUs whose handles are known so far, by index, this one included
   */
  TopologyRow read(
      int index, Map<Integer, NvmlDevice> peers, CallLog log, long now, long slowPeriod) {
    var device = peers.get(index);
    boolean morePeers = peers.size() - 1 > pcie.size();
    if (device == null || !(turn.due(now) || morePeers)) {
      return row;
    }
    if (affinity == null) {
      affinity = affinity(device, log);
    }
    var nvLink = new TreeMap<Integer, Reading<Long>>();
    for (var entry : peers.entrySet()) {
      int peer = entry.getKey();
      if (peer != index) {
        pcie.computeIfAbsent(peer, _ -> level(device, entry.getValue(), log));
        nvLink.put(peer, status(device, entry.getValue(), log));
      }
    }
    row = new TopologyRow(pcie, nvLink, affinity);
    turn.read(now, slowPeriod);
    return row;
  }

  private static Reading<PcieLevel> level(NvmlDevice device, NvmlDevice peer, CallLog log) {
    return ofPair(
        () ->
            Refusal.reading(
                log.call(
                    "nvmlDeviceGetTopologyCommonAncestor",
                    () -> device.topologyCommonAncestor(peer)),
                PeerReader::level));
  }

  private static Reading<PcieLevel> level(NvmlTopologyLevel level) {
    for (var known : PcieLevel.values()) {
      if (known.code() == level.value()) {
        return Reading.of(known);
      }
    }
    return Reading.unsupported();
  }

  private static Reading<Long> status(NvmlDevice device, NvmlDevice peer, CallLog log) {
    return ofPair(
        () ->
            Refusal.reading(
                log.call(
                    "nvmlDeviceGetP2PStatus",
                    () -> device.p2pStatus(peer, NvmlP2pCapability.NVLINK)),
                PeerReader::code));
  }

  /** When the answer is that a GPU is lost, it may be the peer: that is no loss of this one. */
  private static <T> Reading<T> ofPair(Supplier<Reading<T>> question) {
    try {
      return question.get();
    } catch (GpuLostException lost) {
      return Reading.failed(lost.function(), lost.code().value());
    }
  }

  private static Reading<Long> code(NvmlP2pStatus status) {
    return Reading.of((long) status.value());
  }

  private static Affinity affinity(NvmlDevice device, CallLog log) {
    var cpus = log.call("nvmlDeviceGetCpuAffinity", device::cpuAffinity);
    var nodes =
        log.call(
            "nvmlDeviceGetMemoryAffinity", () -> device.memoryAffinity(NvmlAffinityScope.NODE));
    var own = log.call("nvmlDeviceGetNumaNodeId", device::numaNodeId);
    return new Affinity(
        Refusal.reading(cpus, set -> Reading.of(IndexList.of(set))),
        Refusal.reading(nodes, set -> Reading.of(IndexList.of(set))),
        Refusal.reading(own, node -> Reading.of((long) node)));
  }
}
