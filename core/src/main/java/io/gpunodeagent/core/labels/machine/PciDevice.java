// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.machine;

import java.util.Locale;

/**
 * A device of NVIDIA's on the PCI bus.
 *
 * @param address as sysfs names it, {@code 0000:1b:00.0}
 * @param pciClass such as {@code 0x030200}
 * @param vgpu what its configuration space says of a host that lends it
 */
public record PciDevice(String address, int pciClass, VgpuCapability vgpu) {

  /** NVML's bus id as sysfs writes it: four digits of domain where four are enough. */
  public static String addressOf(String busId) {
    return busId.toLowerCase(Locale.ROOT).replaceFirst("^0000(?=[0-9a-f]{4}:)", "");
  }
}
