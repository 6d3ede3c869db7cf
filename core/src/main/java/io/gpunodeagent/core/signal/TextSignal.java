// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.signal;

/** A text NVML gives for one GPU, read once per enumeration. */
public enum TextSignal implements Signal<String> {
  /** Product line, such as {@code NVIDIA} or {@code GeForce}. */
  BRAND("nvmlDeviceGetBrand"),
  /** Version of the InfoROM's OEM object. */
  INFOROM_OEM_VERSION("nvmlDeviceGetInforomVersion"),
  /** Version of the InfoROM's ECC object. */
  INFOROM_ECC_VERSION("nvmlDeviceGetInforomVersion"),
  /** Version of the InfoROM's power object. */
  INFOROM_POWER_VERSION("nvmlDeviceGetInforomVersion"),
  /** Version of the whole InfoROM image. */
  INFOROM_IMAGE_VERSION("nvmlDeviceGetInforomImageVersion"),
  /** Video BIOS version. */
  VBIOS_VERSION("nvmlDeviceGetVbiosVersion"),
  /** UUID of the NVLink cluster; all zero on a single-node fabric. */
  FABRIC_CLUSTER_UUID("nvmlDeviceGetGpuFabricInfoV"),
  /** GUID of the rack's InfiniBand endpoint, hexadecimal. */
  PLATFORM_INFINIBAND_GUID("nvmlDeviceGetPlatformInfo"),
  /** Serial number of the rack's chassis. */
  PLATFORM_CHASSIS_SERIAL("nvmlDeviceGetPlatformInfo");

  private final String source;

  TextSignal(String source) {
    this.source = source;
  }

  @Override
  public Cadence cadence() {
    return Cadence.STATIC;
  }

  @Override
  public String source() {
    return source;
  }
}
