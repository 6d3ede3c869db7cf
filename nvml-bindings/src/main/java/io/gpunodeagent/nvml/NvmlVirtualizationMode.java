package io.gpunodeagent.nvml;

/**
 * How a GPU is virtualised.
 *
 * @param value the number that NVML uses ({@code nvmlGpuVirtualizationMode_t}); numbers of newer
 *     drivers are kept
 */
public record NvmlVirtualizationMode(int value) {
  public static final NvmlVirtualizationMode NONE = new NvmlVirtualizationMode(0);
  public static final NvmlVirtualizationMode PASSTHROUGH = new NvmlVirtualizationMode(1);
  public static final NvmlVirtualizationMode VGPU = new NvmlVirtualizationMode(2);
  public static final NvmlVirtualizationMode HOST_VGPU = new NvmlVirtualizationMode(3);
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
