package io.gpunodeagent.nvml;

/** A kind of peer-to-peer access between two GPUs ({@code nvmlGpuP2PCapsIndex_t}). */
public enum NvmlP2pCapability {
  READ(0),
  WRITE(1),
  NVLINK(2),
  ATOMICS(3),
  PCI(4);

  private final int value;

  NvmlP2pCapability(int value) {
    this.value = value;
  }

  /** The number NVML uses. */
  public int value() {
    return value;
  }
}
