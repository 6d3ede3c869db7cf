package io.gpunodeagent.nvml;

/** An error counter of one NVLink ({@code nvmlNvLinkErrorCounter_t}). */
public enum NvmlNvLinkErrorCounter {
  DL_REPLAY(0),
  DL_RECOVERY(1),
  DL_CRC_FLIT(2),
  DL_CRC_DATA(3),
  DL_ECC_DATA(4);

  private final int value;

  NvmlNvLinkErrorCounter(int value) {
    this.value = value;
  }

  /** The number NVML uses. */
  public int value() {
    return value;
  }
}
