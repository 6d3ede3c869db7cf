// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** A temperature of the GPU itself ({@code nvmlTemperatureSensors_t}). */
public enum NvmlTemperatureSensor {
  /** The sensor to which limits and slowdowns refer. */
  GPU(0),
  /** The hottest place of the GPU. */
  GPU_MAX(1);

  private final int value;

  NvmlTemperatureSensor(int value) {
    this.value = value;
  }

  /** {@return the number that NVML uses} */
  public int value() {
    return value;
  }
}
