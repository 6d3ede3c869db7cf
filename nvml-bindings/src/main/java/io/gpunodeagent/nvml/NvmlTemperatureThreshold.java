package io.gpunodeagent.nvml;

/** A temperature limit of the GPU ({@code nvmlTemperatureThresholds_t}). */
public enum NvmlTemperatureThreshold {
  SHUTDOWN(0),
  SLOWDOWN(1),
  MEM_MAX(2),
  GPU_MAX(3),
  ACOUSTIC_MIN(4),
  ACOUSTIC_CURR(5),
  ACOUSTIC_MAX(6),
  GPS_CURR(7);

  private final int value;

  NvmlTemperatureThreshold(int value) {
    this.value = value;
  }

  /** The number NVML uses. */
  public int value() {
    return value;
  }
}
