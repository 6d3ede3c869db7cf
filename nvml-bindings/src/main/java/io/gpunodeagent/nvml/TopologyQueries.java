package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.util.BitSet;
import java.util.List;

/**
 * Where a GPU sits among other GPUs, CPUs and memory. Virtual machines often answer {@link
 * NvmlReturn#NOT_SUPPORTED}.
 */
public sealed interface TopologyQueries permits NvmlDevice {
  /**
   * The nearest thing two GPUs have in common on the PCI bus. {@code
   * nvmlDeviceGetTopologyCommonAncestor}, since driver 450 or older.
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
   * The GPUs at a distance. {@code nvmlDeviceGetTopologyNearestGpus}, since driver 450 or older.
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
   * Whether two GPUs can reach each other in some way, and if not why. {@link
   * NvmlP2pStatus#NOT_SUPPORTED} is an answer, not a failure. {@code nvmlDeviceGetP2PStatus}, since
   * driver 450 or older.
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

  /** The CPUs nearest to the GPU. {@code nvmlDeviceGetCpuAffinity}, since driver 450 or older. */
  default NvmlResult<BitSet> cpuAffinity() {
    return Affinity.read(
        on(this), "nvmlDeviceGetCpuAffinity", NvmlFunctions::nvmlDeviceGetCpuAffinity);
  }

  /**
   * The CPUs of the NUMA node or of the socket the GPU hangs on. {@code
   * nvmlDeviceGetCpuAffinityWithinScope}, since driver 450 or older.
   */
  default NvmlResult<BitSet> cpuAffinityWithinScope(NvmlAffinityScope scope) {
    return Affinity.read(
        on(this),
        "nvmlDeviceGetCpuAffinityWithinScope",
        (device, words, set) ->
            NvmlFunctions.nvmlDeviceGetCpuAffinityWithinScope(device, words, set, scope.value()));
  }

  /**
   * The NUMA nodes of the NUMA node or of the socket the GPU hangs on. {@code
   * nvmlDeviceGetMemoryAffinity}, since driver 450 or older.
   */
  default NvmlResult<BitSet> memoryAffinity(NvmlAffinityScope scope) {
    return Affinity.read(
        on(this),
        "nvmlDeviceGetMemoryAffinity",
        (device, words, set) ->
            NvmlFunctions.nvmlDeviceGetMemoryAffinity(device, words, set, scope.value()));
  }

  /**
   * The NUMA node the GPU's own memory is, on coherent systems; not the node it hangs on. {@link
   * NvmlReturn#NOT_SUPPORTED} elsewhere. {@code nvmlDeviceGetNumaNodeId}, since driver 550.
   */
  default NvmlResult<Integer> numaNodeId() {
    return on(this)
        .read("nvmlDeviceGetNumaNodeId", NvmlFunctions::nvmlDeviceGetNumaNodeId, Decoder::figure);
  }
}
