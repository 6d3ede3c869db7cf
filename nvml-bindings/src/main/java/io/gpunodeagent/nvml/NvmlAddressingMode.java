// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * How a GPU shares the address space of the host.
 *
 * @param value the number that NVML uses ({@code nvmlDeviceAddressingModeType_t}); numbers of newer
 *     drivers are kept
 */
public record NvmlAddressingMode(int value) {
  /** It does not share it. */
  public static final NvmlAddressingMode NONE = new NvmlAddressingMode(0);

  /** Heterogeneous memory management: software keeps page tables equal. */
  public static final NvmlAddressingMode HMM = new NvmlAddressingMode(1);

  /** Address translation services: the GPU uses the page tables of the host. */
  public static final NvmlAddressingMode ATS = new NvmlAddressingMode(2);

  /** {@return the constant's name, or the number of a value that is not known here} */
  public String name() {
    return switch (value) {
      case 0 -> "NONE";
      case 1 -> "HMM";
      case 2 -> "ATS";
      default -> Integer.toString(value);
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
