// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.ReturnCodes;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.NodeTopology.Affinity;
import io.gpunodeagent.nvml.NvmlAffinityScope;
import io.gpunodeagent.nvml.NvmlDevice;

/** Reads which CPUs and which memory are near a GPU. The board fixes it. */
public final class AffinityReader {

  private AffinityReader() {}

  public static Affinity read(NvmlDevice device, CallLog log) {
    var cpus = log.call("nvmlDeviceGetCpuAffinity", device::cpuAffinity);
    var nodes =
        log.call(
            "nvmlDeviceGetMemoryAffinity", () -> device.memoryAffinity(NvmlAffinityScope.NODE));
    var own = log.call("nvmlDeviceGetNumaNodeId", device::numaNodeId);
    return new Affinity(
        ReturnCodes.reading(cpus, set -> Reading.of(IndexList.of(set))),
        ReturnCodes.reading(nodes, set -> Reading.of(IndexList.of(set))),
        ReturnCodes.reading(own, node -> Reading.of((long) node)));
  }

  /** Whether a part of it could not be read, and may be the next time. */
  public static boolean failed(Affinity affinity) {
    return affinity.cpus() instanceof Reading.Failed<String>
        || affinity.memoryNodes() instanceof Reading.Failed<String>
        || affinity.ownNumaNode() instanceof Reading.Failed<Long>;
  }

  /** Of a GPU that has not answered yet. */
  public static Affinity unknown() {
    return new Affinity(Reading.unsupported(), Reading.unsupported(), Reading.unsupported());
  }
}
