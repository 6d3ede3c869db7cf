package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.DeviceStructs;

/**
 * Where a GPU sits on the PCI bus, with its class ({@code nvmlPciInfoExt_v1_t}).
 *
 * @param pciDeviceId as in {@link NvmlPciInfo}
 * @param pciSubSystemId as in {@link NvmlPciInfo}
 * @param baseClass 3 for a display controller
 * @param subClass 2 for one without a display
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
