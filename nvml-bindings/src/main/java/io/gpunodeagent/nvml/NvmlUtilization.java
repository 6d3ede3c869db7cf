// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.LoadStructs;

/**
 * How busy a GPU was in the last sample period ({@code nvmlUtilization_t}).
 *
 * @param gpu percentage of the time in which a kernel ran, 0 to 100; says nothing about how much of
 *     the GPU it used
 * @param memory percentage of the time in which memory was read or written, 0 to 100; says nothing
 *     about how much is allocated
 */
public record NvmlUtilization(int gpu, int memory) {
  static NvmlUtilization of(Scratch scratch) {
    return new NvmlUtilization(
        scratch.figure(LoadStructs.Utilization.GPU),
        scratch.figure(LoadStructs.Utilization.MEMORY));
  }
}
