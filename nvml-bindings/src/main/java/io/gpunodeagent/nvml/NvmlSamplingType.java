// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** A ring buffer of samples that the driver keeps ({@code nvmlSamplingType_t}). */
public enum NvmlSamplingType {
  /** Power of the board, in mW. */
  TOTAL_POWER_SAMPLES(0),

  /** Percentage of the time in which a kernel ran. */
  GPU_UTILIZATION_SAMPLES(1),

  /** Percentage of the time in which memory was read or written. */
  MEMORY_UTILIZATION_SAMPLES(2),

  /** Percentage of the time in which video encoders were busy. */
  ENC_UTILIZATION_SAMPLES(3),

  /** Percentage of the time in which video decoders were busy. */
  DEC_UTILIZATION_SAMPLES(4),

  /** Clock of the multiprocessors, in MHz. */
  PROCESSOR_CLK_SAMPLES(5),

  /** Clock of the memory, in MHz. */
  MEMORY_CLK_SAMPLES(6),

  /** Power of the whole module, in mW. Grace Hopper and newer. */
  MODULE_POWER_SAMPLES(7),

  /** Percentage of the time in which JPEG decoders were busy. */
  JPG_UTILIZATION_SAMPLES(8),

  /** Percentage of the time in which optical flow accelerators were busy. */
  OFA_UTILIZATION_SAMPLES(9);

  private final int value;

  NvmlSamplingType(int value) {
    this.value = value;
  }

  /** {@return the number that NVML uses} */
  public int value() {
    return value;
  }
}
