// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.util.BitSet;
import java.util.List;

/**
 * How near a GPU is to other GPUs, CPUs and memory. Virtual machines often answer {@link
 * NvmlReturn#NOT_SUPPORTED}.
 */
public sealed interface TopologyQueries permits NvmlDevice {
  /**
   * {@return the nearest level of the PCI hierarchy that two GPUs share} {@code
   * nvmlDeviceGetTopologyCommonAncestor}, since driver 450 or older.
   *
   * @param other the other GPU
   */
  default NvmlResult<NvmlTopologyLevel> topologyCommonAncestor(NvmlDevice other) {
    return on(this)
        .read(
            "nvmlDeviceGetTopologyCommonAncestor",
            (device, out) ->
                NvmlFunctions.nvmlDeviceGetTopologyCommonAncestor(device, other.address(), out),
            scratch -> new NvmlTopologyLevel(scratch.int32(0)));
  }

  /**
   * {@return the GPUs that share a level with this one} {@code nvmlDeviceGetTopologyNearestGpus},
   * since driver 450 or older.
   *
   * @param level the level to share
   */
  default NvmlResult<List<NvmlDevice>> topologyNearestGpus(NvmlTopologyLevel level) {
    NvmlSession session = on(this).session();
    return NvmlList.read(
        session,
        "nvmlDeviceGetTopologyNearestGpus",
        (count, array) ->
            NvmlFunctions.nvmlDeviceGetTopologyNearestGpus(
                on(this).address(), level.value(), count, array),
        Long.BYTES,
        (scratch, at) -> new NvmlDevice(session, scratch.int64(at)));
  }

  /**
   * {@return whether two GPUs can access each other in some way, and if not, why} {@link
   * NvmlP2pStatus#NOT_SUPPORTED} is an answer, not a failure. {@code nvmlDeviceGetP2PStatus}, since
   * driver 450 or older.
   *
   * @param other the GPU to access
   * @param capability the kind of access
   */
  default NvmlResult<NvmlP2pStatus> p2pStatus(NvmlDevice other, NvmlP2pCapability capability) {
    return on(this)
        .read(
            "nvmlDeviceGetP2PStatus",
            (device, out) ->
                NvmlFunctions.nvmlDeviceGetP2PStatus(
                    device, other.address(), capability.value(), out),
            scratch -> new NvmlP2pStatus(scratch.int32(0)));
  }

  /**
   * {@return the numbers of the CPUs nearest to the GPU} {@code nvmlDeviceGetCpuAffinity}, since
   * driver 450 or older.
   */
  default NvmlResult<BitSet> cpuAffinity() {
    return Affinity.read(
        on(this), "nvmlDeviceGetCpuAffinity", NvmlFunctions::nvmlDeviceGetCpuAffinity);
  }

  /**
   * {@return the numbers of the CPUs in the NUMA node or socket that the GPU is attached to} {@code
   * nvmlDeviceGetCpuAffinityWithinScope}, since driver 450 or older.
   *
   * @param scope NUMA node or socket
   */
  default NvmlResult<BitSet> cpuAffinityWithinScope(NvmlAffinityScope scope) {
    return Affinity.read(
        on(this),
        "nvmlDeviceGetCpuAffinityWithinScope",
        (device, words, set) ->
            NvmlFunctions.nvmlDeviceGetCpuAffinityWithinScope(device, words, set, scope.value()));
  }

  /**
   * {@return the NUMA nodes in the NUMA node or socket that the GPU is attached to} {@code
   * nvmlDeviceGetMemoryAffinity}, since driver 450 or older.
   *
   * @param scope NUMA node or socket
   */
  default NvmlResult<BitSet> memoryAffinity(NvmlAffinityScope scope) {
    return Affinity.read(
        on(this),
        "nvmlDeviceGetMemoryAffinity",
        (device, words, set) ->
            NvmlFunctions.nvmlDeviceGetMemoryAffinity(device, words, set, scope.value()));
  }

  /**
   * {@return the NUMA node that the GPU's own memory forms on coherent systems, not the node that
   * the GPU is attached to} {@link NvmlReturn#NOT_SUPPORTED} on other systems. {@code
   * nvmlDeviceGetNumaNodeId}, since driver 550.
   */
  default NvmlResult<Integer> numaNodeId() {
    return on(this)
        .read("nvmlDeviceGetNumaNodeId", NvmlFunctions::nvmlDeviceGetNumaNodeId, Decoder::figure);
  }
}
