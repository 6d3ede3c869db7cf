package io.gpunodeagent.nvml;

/** The CUDA compute capability, such as 9.0. */
public record NvmlComputeCapability(int major, int minor) {
  static NvmlComputeCapability of(Scratch scratch) {
    return new NvmlComputeCapability(scratch.int32(0), scratch.int32(NvmlHandle.SECOND));
  }
}
