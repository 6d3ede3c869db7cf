package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.DeviceStructs;

/** A GPU an administrator told the driver to leave alone. */
public record NvmlExcludedDevice(NvmlPciInfo pciInfo, String uuid) {
  private static final int UUID_SIZE = 80;

  static NvmlExcludedDevice of(Scratch scratch) {
    return new NvmlExcludedDevice(
        NvmlPciInfo.of(scratch), scratch.text(DeviceStructs.ExcludedDeviceInfo.UUID, UUID_SIZE));
  }
}
