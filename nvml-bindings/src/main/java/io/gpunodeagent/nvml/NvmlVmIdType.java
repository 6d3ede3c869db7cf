// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * The meaning of a virtual machine's id.
 *
 * @param value the number that NVML uses ({@code nvmlVgpuVmIdType_t}); numbers of newer drivers are
 *     kept
 */
public record NvmlVmIdType(int value) {
  /** The number of a domain. */
  public static final NvmlVmIdType DOMAIN_ID = new NvmlVmIdType(0);

  /** A UUID. */
  public static final NvmlVmIdType UUID = new NvmlVmIdType(1);

  /** {@return the constant's name, or the number of a value that is not known here} */
  public String name() {
    return switch (value) {
      case 0 -> "DOMAIN_ID";
      case 1 -> "UUID";
      default -> Integer.toString(value);
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
