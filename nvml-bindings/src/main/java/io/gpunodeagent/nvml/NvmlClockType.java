package io.gpunodeagent.nvml;

/** A clock domain ({@code nvmlClockType_t}). */
public enum NvmlClockType {
  GRAPHICS(0),
  SM(1),
  MEM(2),
  VIDEO(3);

  private final int value;

  NvmlClockType(int value) {
    this.value = value;
  }

  /** The number NVML uses. */
  public int value() {
    return value;
  }
}
