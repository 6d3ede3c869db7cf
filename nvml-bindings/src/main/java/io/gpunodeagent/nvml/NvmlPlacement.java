// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.MigStructs;

/**
 * Where an instance is, in slices: memory slices for a GPU instance (an H100 has eight), compute
 * slices for a compute instance.
 *
 * @param start the first slice, from 0
 * @param size the number of slices
 */
public record NvmlPlacement(int start, int size) {
  static NvmlPlacement of(Scratch scratch, int at) {
    return new NvmlPlacement(
        scratch.figure(at + MigStructs.GpuInstancePlacement.START),
        scratch.figure(at + MigStructs.GpuInstancePlacement.SIZE));
  }
}
