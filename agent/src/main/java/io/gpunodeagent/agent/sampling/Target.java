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
 */
record Target(Nvml nvml, NvmlDevice device, MemoryQueries memory) {

  static Target of(Nvml nvml, NvmlDevice device) {
    return new Target(nvml, device, device);
  }
}
