// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.pairs;

import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.GpuLostException;
import io.gpunodeagent.agent.sampling.calls.ReturnCodes;
import io.gpunodeagent.agent.sampling.readers.Turn;
import io.gpunodeagent.core.signal.Cadence;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.NodeTopology.PcieLevel;
import io.gpunodeagent.nvml.NvmlDevice;
import io.gpunodeagent.nvml.NvmlP2pCapability;
import io.gpunodeagent.nvml.NvmlP2pStatus;
import io.gpunodeagent.nvml.NvmlTopologyLevel;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Asks how one GPU lies to its peers. What the board fixes is asked once, what a link may lose on
 * the slow period. Confined to one thread.
 */
final class PairReader {

  static final String NVLINK_FUNCTION = "nvmlDeviceGetP2PStatus";

  private final int gpu;
  private final CallLog log;
  private final Turn turn;
  private Set<Integer> asked = Set.of();

  /** Of the GPU with index {@code gpu}; {@code phase} as of a {@link Turn}. */
  PairReader(int gpu, CallLog log, double phase) {
    this.gpu = gpu;
    this.log = log;
    turn = new Turn(Cadence.SLOW, phase);
  }

  /** Whether it is time, or there are peers that were not asked about. */
  boolean due(Set<Integer> gpus, long now) {
    return turn.due(now) || gpus.stream().anyMatch(peer -> peer != gpu && !asked.contains(peer));
  }

  /**
   * Asks, and returns the new row.
   *
   * @param gpus those to be asked about, by index, this one included
   * @param before the row so far
   * @param asking is given the index of each peer before it is asked about
   */
  PairRow read(
      Map<Integer, NvmlDevice> gpus,
      NvmlDevice device,
      PairRow before,
      IntConsumer asking,
      long now,
      long slowPeriod) {
    var pcie = new HashMap<>(before.pcie());
    var nvLink = new TreeMap<Integer, Reading<Long>>();
    for (var entry : gpus.entrySet()) {
      int peer = entry.getKey();
      if (peer != gpu) {
        asking.accept(peer);
        if (!(pcie.get(peer) instanceof Reading.Value<PcieLevel>)) {
          pcie.put(peer, level(device, entry.getValue()));
        }
        nvLink.put(peer, status(device, entry.getValue()));
      }
    }
    asked = Set.copyOf(nvLink.keySet());
    turn.read(now, slowPeriod);
    return new PairRow(pcie, nvLink);
  }

  private Reading<PcieLevel> level(NvmlDevice device, NvmlDevice peer) {
    return ofPair(
        () ->
            ReturnCodes.reading(
                log.call(
                    "nvmlDeviceGetTopologyCommonAncestor",
                    () -> device.topologyCommonAncestor(peer)),
                PairReader::level));
  }

  private static Reading<PcieLevel> level(NvmlTopologyLevel level) {
    for (var known : PcieLevel.values()) {
      if (known.code() == level.value()) {
        return Reading.of(known);
      }
    }
    return Reading.unsupported();
  }

  private Reading<Long> status(NvmlDevice device, NvmlDevice peer) {
    return ofPair(
        () ->
            ReturnCodes.reading(
                log.call(NVLINK_FUNCTION, () -> device.p2pStatus(peer, NvmlP2pCapability.NVLINK)),
                PairReader::code));
  }

  /** The answer that a GPU is lost does not say which: the reader of each knows. */
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
}
