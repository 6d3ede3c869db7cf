// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** A clock domain ({@code nvmlClockType_t}). */
public enum NvmlClockType {
  /** Graphics engine. */
  GRAPHICS(0),

  /** Streaming multiprocessors. */
  SM(1),

  /** Memory. */
  MEM(2),

  /** Video encoders and decoders. */
  VIDEO(3);

  private final int value;

  NvmlClockType(int value) {
    this.value = value;
  }

  /** {@return the number that NVML uses} */
  public int value() {
    return value;
  }
}
