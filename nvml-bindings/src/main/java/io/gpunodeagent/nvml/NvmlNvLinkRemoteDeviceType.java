// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * What is at the other end of an NVLink.
 *
 * @param value the number that NVML uses ({@code nvmlIntNvLinkDeviceType_t}); numbers of newer
 *     drivers are kept
 */
public record NvmlNvLinkRemoteDeviceType(int value) {
  /** A GPU. */
  public static final NvmlNvLinkRemoteDeviceType GPU = new NvmlNvLinkRemoteDeviceType(0);

  /** An IBM processor. */
  public static final NvmlNvLinkRemoteDeviceType IBMNPU = new NvmlNvLinkRemoteDeviceType(1);

  /** An NVSwitch. */
  public static final NvmlNvLinkRemoteDeviceType SWITCH = new NvmlNvLinkRemoteDeviceType(2);

  /** The driver does not know. */
  public static final NvmlNvLinkRemoteDeviceType UNKNOWN = new NvmlNvLinkRemoteDeviceType(255);

  /** {@return the constant's name, or the number of a value that is not known here} */
  public String name() {
    return switch (value) {
      case 0 -> "GPU";
      case 1 -> "IBMNPU";
      case 2 -> "SWITCH";
      case 255 -> "UNKNOWN";
      default -> Integer.toString(value);
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
