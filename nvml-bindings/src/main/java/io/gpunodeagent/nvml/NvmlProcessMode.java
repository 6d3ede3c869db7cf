package io.gpunodeagent.nvml;

/** Which processes a detail list holds ({@code nvmlProcessMode_t}). */
public enum NvmlProcessMode {
  COMPUTE(0),
  GRAPHICS(1),
  MPS(2),
  ALL(3);

  private final int value;

  NvmlProcessMode(int value) {
    this.value = value;
  }

  /** The number NVML uses. */
  public int value() {
    return value;
  }
}
