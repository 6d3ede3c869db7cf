// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * How a host offers virtual GPUs.
 *
 * @param value the number that NVML uses ({@code nvmlHostVgpuMode_t}); numbers of newer drivers are
 *     kept
 */
public record NvmlHostVgpuMode(int value) {
  public static final NvmlHostVgpuMode NON_SRIOV = new NvmlHostVgpuMode(0);
  public static final NvmlHostVgpuMode SRIOV = new NvmlHostVgpuMode(1);

  /** {@return the constant's name, or the number of a value that is not known here} */
  public String name() {
    return switch (value) {
      case 0 -> "NON_SRIOV";
      case 1 -> "SRIOV";
      default -> Integer.toString(value);
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
