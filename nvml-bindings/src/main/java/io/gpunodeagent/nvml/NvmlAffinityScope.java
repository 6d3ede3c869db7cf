package io.gpunodeagent.nvml;

/** How far around the GPU affinity is asked for ({@code nvmlAffinityScope_t}). */
public enum NvmlAffinityScope {
  NODE(0),
  SOCKET(1);

  private final int value;

  NvmlAffinityScope(int value) {
    this.value = value;
  }

  /** The number NVML uses. */
  public int value() {
    return value;
  }
}
