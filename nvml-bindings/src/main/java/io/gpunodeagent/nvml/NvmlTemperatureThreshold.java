// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** A temperature limit of the GPU ({@code nvmlTemperatureThresholds_t}). */
public enum NvmlTemperatureThreshold {
  /** The GPU shuts down to protect itself. */
  SHUTDOWN(0),

  /** Hardware slows the GPU down. */
  SLOWDOWN(1),

  /** Software slows the GPU down because its memory is this hot. */
  MEM_MAX(2),

  /** The GPU may run below its base clock. */
  GPU_MAX(3),

  /** The lowest temperature that can be set to limit noise. */
  ACOUSTIC_MIN(4),

  /** The temperature that is set to limit noise. */
  ACOUSTIC_CURR(5),

  /** The highest temperature that can be set to limit noise. */
  ACOUSTIC_MAX(6),

  /** The temperature that is set as the limit of what the header calls GPS. */
  GPS_CURR(7);

  private final int value;

  NvmlTemperatureThreshold(int value) {
    this.value = value;
  }

  /** {@return the number that NVML uses} */
  public int value() {
    return value;
  }
}
