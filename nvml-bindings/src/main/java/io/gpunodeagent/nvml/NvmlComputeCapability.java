// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * The CUDA compute capability, such as 9.0.
 *
 * @param major the first number, such as 9
 * @param minor the second number, such as 0
 */
public record NvmlComputeCapability(int major, int minor) {
  static NvmlComputeCapability of(Scratch scratch) {
    return new NvmlComputeCapability(scratch.int32(0), scratch.int32(NvmlHandle.SECOND));
  }
}
