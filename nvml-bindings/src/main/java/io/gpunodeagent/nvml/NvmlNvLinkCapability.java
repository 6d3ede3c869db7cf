package io.gpunodeagent.nvml;

/** Something an NVLink may be able to do ({@code nvmlNvLinkCapability_t}). */
public enum NvmlNvLinkCapability {
  P2P_SUPPORTED(0),
  SYSMEM_ACCESS(1),
  P2P_ATOMICS(2),
  SYSMEM_ATOMICS(3),
  SLI_BRIDGE(4),
  VALID(5);

  private final int value;

  NvmlNvLinkCapability(int value) {
    this.value = value;
  }

  /** The number NVML uses. */
  public int value() {
    return value;
  }
}
