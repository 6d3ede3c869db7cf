// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.DeviceStructs;

/**
 * A GPU that the driver ignores because an administrator excluded it.
 *
 * @param pciInfo where it is on the PCI bus
 * @param uuid its UUID, {@code GPU-…}
 */
public record NvmlExcludedDevice(NvmlPciInfo pciInfo, String uuid) {
  private static final int UUID_SIZE = 80;

  static NvmlExcludedDevice of(Scratch scratch) {
    return new NvmlExcludedDevice(
        NvmlPciInfo.of(scratch), scratch.text(DeviceStructs.ExcludedDeviceInfo.UUID, UUID_SIZE));
  }
}
