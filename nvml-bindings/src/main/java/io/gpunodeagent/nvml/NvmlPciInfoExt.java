// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.DeviceStructs;

/**
 * Where a GPU is on the PCI bus, and its PCI class ({@code nvmlPciInfoExt_v1_t}).
 *
 * @param busId such as {@code 00000000:3B:00.0}
 * @param domain the number of the PCI domain
 * @param bus the number of the bus in its domain, 0 to 255
 * @param device the number of the device on its bus, 0 to 31
 * @param pciDeviceId as in {@link NvmlPciInfo}
 * @param pciSubSystemId as in {@link NvmlPciInfo}
 * @param baseClass 3 for a display controller
 * @param subClass 2 for a controller without a display
 */
public record NvmlPciInfoExt(
    String busId,
    long domain,
    int bus,
    int device,
    long pciDeviceId,
    long pciSubSystemId,
    int baseClass,
    int subClass) {
  static NvmlPciInfoExt of(Scratch scratch) {
    return new NvmlPciInfoExt(
        scratch.text(DeviceStructs.PciInfoExtV1.BUS_ID, 32),
        scratch.u32(DeviceStructs.PciInfoExtV1.DOMAIN),
        scratch.figure(DeviceStructs.PciInfoExtV1.BUS),
        scratch.figure(DeviceStructs.PciInfoExtV1.DEVICE),
        scratch.u32(DeviceStructs.PciInfoExtV1.PCI_DEVICE_ID),
        scratch.u32(DeviceStructs.PciInfoExtV1.PCI_SUB_SYSTEM_ID),
        scratch.figure(DeviceStructs.PciInfoExtV1.BASE_CLASS),
        scratch.figure(DeviceStructs.PciInfoExtV1.SUB_CLASS));
  }
}
