package io.gpunodeagent.nvml;

/**
 * The nearest level of the PCI hierarchy that two GPUs share; a greater value is farther.
 *
 * @param value the number that NVML uses ({@code nvmlGpuTopologyLevel_t}); numbers of newer drivers
 *     are kept
 */
public record NvmlTopologyLevel(int value) {
  public static final NvmlTopologyLevel INTERNAL = new NvmlTopologyLevel(0);
  public static final NvmlTopologyLevel SINGLE = new NvmlTopologyLevel(10);
  public static final NvmlTopologyLevel MULTIPLE = new NvmlTopologyLevel(20);
  public static final NvmlTopologyLevel HOSTBRIDGE = new NvmlTopologyLevel(30);
  public static final NvmlTopologyLevel NODE = new NvmlTopologyLevel(40);
  public static final NvmlTopologyLevel SYSTEM = new NvmlTopologyLevel(50);

  /** {@return the constant's name, or the number of a value that is not known here} */
  public String name() {
    return switch (value) {
      case 0 -> "INTERNAL";
      case 10 -> "SINGLE";
      case 20 -> "MULTIPLE";
      case 30 -> "HOSTBRIDGE";
      case 40 -> "NODE";
      case 50 -> "SYSTEM";
      default -> Integer.toString(value);
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
