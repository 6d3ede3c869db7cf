package io.gpunodeagent.nvml;

/** A versioned object of the InfoROM ({@code nvmlInforomObject_t}). */
public enum NvmlInforomObject {
  OEM(0),
  ECC(1),
  POWER(2),
  DEN(3);

  private final int value;

  NvmlInforomObject(int value) {
    this.value = value;
  }

  /** The number NVML uses. */
  public int value() {
    return value;
  }
}
