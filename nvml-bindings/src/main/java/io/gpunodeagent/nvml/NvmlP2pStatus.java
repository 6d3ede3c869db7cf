// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * Whether a kind of peer-to-peer access works, and if not, why.
 *
 * @param value the number that NVML uses ({@code nvmlGpuP2PStatus_t}); numbers of newer drivers are
 *     kept
 */
public record NvmlP2pStatus(int value) {
  /** It works. */
  public static final NvmlP2pStatus OK = new NvmlP2pStatus(0);

  /** The chipset does not support it. */
  public static final NvmlP2pStatus CHIPSET_NOT_SUPPORTED = new NvmlP2pStatus(1);

  /** A GPU does not support it. */
  public static final NvmlP2pStatus GPU_NOT_SUPPORTED = new NvmlP2pStatus(2);

  /** The path through the I/O hub does not support it. */
  public static final NvmlP2pStatus IOH_TOPOLOGY_NOT_SUPPORTED = new NvmlP2pStatus(3);

  /** A parameter of the driver disables it. */
  public static final NvmlP2pStatus DISABLED_BY_REGKEY = new NvmlP2pStatus(4);

  /** It is not supported, for another reason. */
  public static final NvmlP2pStatus NOT_SUPPORTED = new NvmlP2pStatus(5);

  /** The driver does not know. */
  public static final NvmlP2pStatus UNKNOWN = new NvmlP2pStatus(6);

  /** {@return the constant's name, or the number of a value that is not known here} */
  public String name() {
    return switch (value) {
      case 0 -> "OK";
      case 1 -> "CHIPSET_NOT_SUPPORTED";
      case 2 -> "GPU_NOT_SUPPORTED";
      case 3 -> "IOH_TOPOLOGY_NOT_SUPPORTED";
      case 4 -> "DISABLED_BY_REGKEY";
      case 5 -> "NOT_SUPPORTED";
      case 6 -> "UNKNOWN";
      default -> Integer.toString(value);
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
