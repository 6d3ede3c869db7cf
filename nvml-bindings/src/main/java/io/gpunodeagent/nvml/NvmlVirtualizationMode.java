// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * How a GPU is virtualised.
 *
 * @param value the number that NVML uses ({@code nvmlGpuVirtualizationMode_t}); numbers of newer
 *     drivers are kept
 */
public record NvmlVirtualizationMode(int value) {
  /** The GPU belongs to a machine that is not virtual. */
  public static final NvmlVirtualizationMode NONE = new NvmlVirtualizationMode(0);

  /** The whole GPU is passed to a virtual machine. */
  public static final NvmlVirtualizationMode PASSTHROUGH = new NvmlVirtualizationMode(1);

  /** It is a virtual GPU, seen from the virtual machine. */
  public static final NvmlVirtualizationMode VGPU = new NvmlVirtualizationMode(2);

  /** It is a GPU on a host that offers virtual GPUs. */
  public static final NvmlVirtualizationMode HOST_VGPU = new NvmlVirtualizationMode(3);

  /** It is a GPU on a host that shares graphics (vSGA). */
  public static final NvmlVirtualizationMode HOST_VSGA = new NvmlVirtualizationMode(4);

  /** {@return the constant's name, or the number of a value that is not known here} */
  public String name() {
    return switch (value) {
      case 0 -> "NONE";
      case 1 -> "PASSTHROUGH";
      case 2 -> "VGPU";
      case 3 -> "HOST_VGPU";
      case 4 -> "HOST_VSGA";
      default -> Integer.toString(value);
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
