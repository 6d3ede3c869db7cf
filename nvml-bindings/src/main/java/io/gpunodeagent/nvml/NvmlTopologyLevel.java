// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * The nearest level of the PCI hierarchy that two GPUs share; a greater value is farther.
 *
 * @param value the number that NVML uses ({@code nvmlGpuTopologyLevel_t}); numbers of newer drivers
 *     are kept
 */
public record NvmlTopologyLevel(int value) {
  /** One board, such as a Tesla K80. */
  public static final NvmlTopologyLevel INTERNAL = new NvmlTopologyLevel(0);

  /** One PCIe switch. */
  public static final NvmlTopologyLevel SINGLE = new NvmlTopologyLevel(10);

  /** Several PCIe switches, without a host bridge between them. */
  public static final NvmlTopologyLevel MULTIPLE = new NvmlTopologyLevel(20);

  /** One host bridge. */
  public static final NvmlTopologyLevel HOSTBRIDGE = new NvmlTopologyLevel(30);

  /** One NUMA node, with several host bridges. */
  public static final NvmlTopologyLevel NODE = new NvmlTopologyLevel(40);

  /** Only the system. */
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
