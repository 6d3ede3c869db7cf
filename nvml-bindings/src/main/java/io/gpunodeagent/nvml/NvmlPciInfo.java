package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.DeviceStructs;

/**
 * Where a GPU, or what an NVLink leads to, sits on the PCI bus ({@code nvmlPciInfo_t}).
 *
 * @param busId such as {@code 00000000:3B:00.0}; the domain has eight digits
 * @param pciDeviceId device id in the upper, vendor id (0x10DE) in the lower 16 bits
 * @param pciSubSystemId the same of the board maker; undefined for the far end of an NVLink
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
