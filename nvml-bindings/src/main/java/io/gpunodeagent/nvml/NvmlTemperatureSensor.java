package io.gpunodeagent.nvml;

/** A temperature of the GPU itself ({@code nvmlTemperatureSensors_t}). */
public enum NvmlTemperatureSensor {
  /** The sensor that limits and slow-downs speak of. */
  GPU(0),
  /** The hottest spot of the GPU. */
  GPU_MAX(1);

  private final int value;

  NvmlTemperatureSensor(int value) {
    this.value = value;
  }

  /** The number NVML uses. */
  public int value() {
    return value;
  }
}
