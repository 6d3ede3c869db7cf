// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** A kind of peer-to-peer access between two GPUs ({@code nvmlGpuP2PCapsIndex_t}). */
public enum NvmlP2pCapability {
  /** Read the memory of the other GPU. */
  READ(0),

  /** Write the memory of the other GPU. */
  WRITE(1),

  /** Access it over NVLink. */
  NVLINK(2),

  /** Make atomic operations on its memory. */
  ATOMICS(3),

  /** Access it over PCI. */
  PCI(4);

  private final int value;

  NvmlP2pCapability(int value) {
    this.value = value;
  }

  /** {@return the number that NVML uses} */
  public int value() {
    return value;
  }
}
