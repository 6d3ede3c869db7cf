// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.DeviceStructs;

/**
 * Where a GPU, or the device at the other end of an NVLink, is on the PCI bus ({@code
 * nvmlPciInfo_t}).
 *
 * @param busId such as {@code 00000000:3B:00.0}; the domain has eight digits
 * @param domain the number of the PCI domain
 * @param bus the number of the bus in its domain, 0 to 255
 * @param device the number of the device on its bus, 0 to 31
 * @param pciDeviceId device id in the upper 16 bits, vendor id (0x10DE) in the lower
 * @param pciSubSystemId the same for the maker of the board; undefined for the other end of an
 *     NVLink
 */
public record NvmlPciInfo(
    String busId, long domain, int bus, int device, long pciDeviceId, long pciSubSystemId) {
  static NvmlPciInfo of(Scratch scratch) {
    return new NvmlPciInfo(
        scratch.text(DeviceStructs.PciInfo.BUS_ID, 32),
        scratch.u32(DeviceStructs.PciInfo.DOMAIN),
        scratch.figure(DeviceStructs.PciInfo.BUS),
        scratch.figure(DeviceStructs.PciInfo.DEVICE),
        scratch.u32(DeviceStructs.PciInfo.PCI_DEVICE_ID),
        scratch.u32(DeviceStructs.PciInfo.PCI_SUB_SYSTEM_ID));
  }
}
