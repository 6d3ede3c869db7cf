// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import io.gpunodeagent.nvml.MemoryQueries;
import io.gpunodeagent.nvml.Nvml;
import io.gpunodeagent.nvml.NvmlDevice;

/**
 * What is queried.
 *
 * @param nvml the library, for what holds for all GPUs
 * @param device the GPU
 * @param memory whose memory is meant: the GPU's, or that of a MIG device on it
 * @param board distinguishes the GPU's memory from a share of it
 */
public record QueryTarget(Nvml nvml, NvmlDevice device, MemoryQueries memory, BoardMemory board) {

  public static QueryTarget of(Nvml nvml, NvmlDevice device) {
    return new QueryTarget(nvml, device, device, new BoardMemory());
  }

  /** The same GPU, but the memory of a MIG device on it. */
  QueryTarget with(MemoryQueries instance) {
    return new QueryTarget(nvml, device, instance, board);
  }
}
