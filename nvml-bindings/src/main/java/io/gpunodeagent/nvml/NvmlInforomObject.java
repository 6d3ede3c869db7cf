// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** A part of the InfoROM that has a version ({@code nvmlInforomObject_t}). */
public enum NvmlInforomObject {
  /** The object that the board's maker defines. */
  OEM(0),

  /** The object for ECC. */
  ECC(1),

  /** The object for power management. */
  POWER(2),

  /** The object for memory encryption. */
  DEN(3);

  private final int value;

  NvmlInforomObject(int value) {
    this.value = value;
  }

  /** {@return the number that NVML uses} */
  public int value() {
    return value;
  }
}
