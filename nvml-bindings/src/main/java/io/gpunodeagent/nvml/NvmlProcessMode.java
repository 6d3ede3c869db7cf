// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** Which processes a list holds ({@code nvmlProcessMode_t}). */
public enum NvmlProcessMode {
  /** Those with a compute context. */
  COMPUTE(0),

  /** Those with a graphics context. */
  GRAPHICS(1),

  /** Those that compute through an MPS server. */
  MPS(2),

  /** All of them. */
  ALL(3);

  private final int value;

  NvmlProcessMode(int value) {
    this.value = value;
  }

  /** {@return the number that NVML uses} */
  public int value() {
    return value;
  }
}
