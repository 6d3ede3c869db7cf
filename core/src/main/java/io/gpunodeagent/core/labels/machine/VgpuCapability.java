// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.machine;

/** What a PCI device's configuration space says of the host of a virtual GPU. */
public sealed interface VgpuCapability {

  /** The device is not a virtual GPU. */
  record None() implements VgpuCapability {}

  /**
   * A virtual GPU lent by a host.
   *
   * @param driverVersion of the host, such as {@code 460.16}
   * @param driverBranch of the host, such as {@code r460_00}
   */
  record Guest(String driverVersion, String driverBranch) implements VgpuCapability {}

  /** A virtual GPU whose capability does not say which driver its host has. */
  record GuestOfUnknownHost() implements VgpuCapability {}

  /** The configuration space could not be read whole, which takes a right over the host. */
  record Unreadable() implements VgpuCapability {}

  /**
   * Reads it.
   *
   * @param space the 256 bytes of the device's configuration space; fewer are unreadable
   */
  static VgpuCapability of(byte[] space) {
    return ConfigurationSpace.vgpu(space);
  }
}
