// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** A direction of PCIe traffic, as seen by the GPU ({@code nvmlPcieUtilCounter_t}). */
public enum NvmlPcieUtilCounter {
  /** From the GPU. */
  TX_BYTES(0),

  /** To the GPU. */
  RX_BYTES(1);

  private final int value;

  NvmlPcieUtilCounter(int value) {
    this.value = value;
  }

  /** {@return the number that NVML uses} */
  public int value() {
    return value;
  }
}
