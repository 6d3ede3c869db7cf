package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.nvml.MemoryQueries;
import io.gpunodeagent.nvml.Nvml;
import io.gpunodeagent.nvml.NvmlDevice;

/**
 * What queries are put to.
 *
 * @param nvml the library, for what it tells of all GPUs
 * @param device the GPU
 * @param memory whose memory is meant: the GPU's, or that of a MIG device on it
 * @param board tells the GPU's memory from a share of it
 */
record Target(Nvml nvml, NvmlDevice device, MemoryQueries memory, BoardMemory board) {

  static Target of(Nvml nvml, NvmlDevice device) {
    return new Target(nvml, device, device, new BoardMemory());
  }

  /** The same GPU, but the memory of a MIG device on it. */
  Target with(MemoryQueries instance) {
    return new Target(nvml, device, instance, board);
  }
}
