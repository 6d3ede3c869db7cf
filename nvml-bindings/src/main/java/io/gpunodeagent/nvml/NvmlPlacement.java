package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.MigStructs;

/**
 * Where an instance lies, in slices: of memory for a GPU instance (an H100 has eight), of compute
 * for a compute instance.
 */
public record NvmlPlacement(int start, int size) {
  static NvmlPlacement of(Scratch scratch, int at) {
    return new NvmlPlacement(
        scratch.figure(at + MigStructs.GpuInstancePlacement.START),
        scratch.figure(at + MigStructs.GpuInstancePlacement.SIZE));
  }
}
