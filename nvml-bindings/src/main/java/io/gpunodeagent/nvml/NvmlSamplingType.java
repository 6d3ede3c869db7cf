package io.gpunodeagent.nvml;

/** A ring buffer of samples the driver keeps ({@code nvmlSamplingType_t}). */
public enum NvmlSamplingType {
  TOTAL_POWER_SAMPLES(0),
  GPU_UTILIZATION_SAMPLES(1),
  MEMORY_UTILIZATION_SAMPLES(2),
  ENC_UTILIZATION_SAMPLES(3),
  DEC_UTILIZATION_SAMPLES(4),
  PROCESSOR_CLK_SAMPLES(5),
  MEMORY_CLK_SAMPLES(6),
  MODULE_POWER_SAMPLES(7),
  JPG_UTILIZATION_SAMPLES(8),
  OFA_UTILIZATION_SAMPLES(9);

  private final int value;

  NvmlSamplingType(int value) {
    this.value = value;
  }

  /** The number NVML uses. */
  public int value() {
    return value;
  }
}
