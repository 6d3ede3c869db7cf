package io.gpunodeagent.nvml;

/** A direction of PCIe traffic, as seen by the GPU ({@code nvmlPcieUtilCounter_t}). */
public enum NvmlPcieUtilCounter {
  TX_BYTES(0),
  RX_BYTES(1);

  private final int value;

  NvmlPcieUtilCounter(int value) {
    this.value = value;
  }

  /** The number NVML uses. */
  public int value() {
    return value;
  }
}
