package io.gpunodeagent.agent.labels;

/**
 * A device of NVIDIA's on the PCI bus.
 *
 * @param address as sysfs names it, {@code 0000:1b:00.0}
 * @param pciClass such as {@code 0x030200}
 * @param vgpu what its configuration space says of a host that lends it
 */
public record PciDevice(String address, int pciClass, VgpuCapability vgpu) {}
