// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * What a GPU needs to work again; read as field 230.
 *
 * @param value the number that NVML uses ({@code nvmlDeviceGpuRecoveryAction_t}); numbers of newer
 *     drivers are kept
 */
public record NvmlRecoveryAction(int value) {
  /** Nothing. */
  public static final NvmlRecoveryAction NONE = new NvmlRecoveryAction(0);

  /** A reset of the GPU. */
  public static final NvmlRecoveryAction GPU_RESET = new NvmlRecoveryAction(1);

  /** A restart of the node. */
  public static final NvmlRecoveryAction NODE_REBOOT = new NvmlRecoveryAction(2);

  /** To end the work that uses peer-to-peer access. */
  public static final NvmlRecoveryAction DRAIN_P2P = new NvmlRecoveryAction(3);

  /** To end the work that uses peer-to-peer access, and a reset. */
  public static final NvmlRecoveryAction DRAIN_AND_RESET = new NvmlRecoveryAction(4);

  /** A recovery of the IMEX domain, which shares memory between nodes. */
  public static final NvmlRecoveryAction RECOVER_IMEX_DOMAIN = new NvmlRecoveryAction(5);

  /** A reset of its PCIe bus. */
  public static final NvmlRecoveryAction BUS_RESET = new NvmlRecoveryAction(6);

  /** A restart of the system. */
  public static final NvmlRecoveryAction SYSTEM_REBOOT = new NvmlRecoveryAction(7);

  /** {@return the constant's name, or the number of a value that is not known here} */
  public String name() {
    return switch (value) {
      case 0 -> "NONE";
      case 1 -> "GPU_RESET";
      case 2 -> "NODE_REBOOT";
      case 3 -> "DRAIN_P2P";
      case 4 -> "DRAIN_AND_RESET";
      case 5 -> "RECOVER_IMEX_DOMAIN";
      case 6 -> "BUS_RESET";
      case 7 -> "SYSTEM_REBOOT";
      default -> Integer.toString(value);
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
