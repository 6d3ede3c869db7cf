// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** Something that an NVLink may be able to do ({@code nvmlNvLinkCapability_t}). */
public enum NvmlNvLinkCapability {
  /** Access to the memory of another GPU. */
  P2P_SUPPORTED(0),

  /** Access to the memory of the host. */
  SYSMEM_ACCESS(1),

  /** Atomic operations on the memory of another GPU. */
  P2P_ATOMICS(2),

  /** Atomic operations on the memory of the host. */
  SYSMEM_ATOMICS(3),

  /** SLI over this link. */
  SLI_BRIDGE(4),

  /** The GPU has this link. */
  VALID(5);

  private final int value;

  NvmlNvLinkCapability(int value) {
    this.value = value;
  }

  /** {@return the number that NVML uses} */
  public int value() {
    return value;
  }
}
