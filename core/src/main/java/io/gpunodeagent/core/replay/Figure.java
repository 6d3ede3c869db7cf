// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;

/** The metrics of dcgm-exporter that tell of use, and the signals they are samples of. */
public enum Figure {
  /** % 0–100 of time a kernel ran. */
  GPU_UTILIZATION("DCGM_FI_DEV_GPU_UTIL", 100),
  /** % 0–100 of time the memory was busy. */
  MEMORY_UTILIZATION("DCGM_FI_DEV_MEM_COPY_UTIL", 100),
  /** % 0–100. */
  ENCODER_UTILIZATION("DCGM_FI_DEV_ENC_UTIL", 100),
  /** % 0–100. */
  DECODER_UTILIZATION("DCGM_FI_DEV_DEC_UTIL", 100),
  /** W. */
  POWER("DCGM_FI_DEV_POWER_USAGE", 100_000),
  /** A part of time, 0–1; the first that tells of a MIG instance's use. */
  GRAPHICS_ACTIVE("DCGM_FI_PROF_GR_ENGINE_ACTIVE", 1.1),
  /** A part of time, 0–1. */
  SM_ACTIVE("DCGM_FI_PROF_SM_ACTIVE", 1.1),
  /** A part of the bandwidth, 0–1. */
  DRAM_ACTIVE("DCGM_FI_PROF_DRAM_ACTIVE", 1.1);

  private final String metric;
  private final double most;

  Figure(String metric, double most) {
    this.metric = metric;
    this.most = most;
  }

  /** Name of the metric. */
  public String metric() {
    return metric;
  }

  /** Adds a sample; one that no GPU can give, such as a blank of DCGM's, is a failed reading. */
  void put(Readings.Builder readings, double value) {
    boolean possible = value >= 0 && value <= most;
    put(readings, possible ? Reading.of(value) : Reading.failed(metric, 0));
  }

  /** Adds that a sample which used to be there is missing. */
  void miss(Readings.Builder readings) {
    put(readings, Reading.failed(metric, 0));
  }

  private void put(Readings.Builder readings, Reading<Double> reading) {
    switch (this) {
      case GPU_UTILIZATION -> number(readings, DeviceSignal.GPU_UTILIZATION, reading, 1);
      case MEMORY_UTILIZATION -> number(readings, DeviceSignal.MEMORY_UTILIZATION, reading, 1);
      case ENCODER_UTILIZATION -> number(readings, DeviceSignal.ENCODER_UTILIZATION, reading, 1);
      case DECODER_UTILIZATION -> number(readings, DeviceSignal.DECODER_UTILIZATION, reading, 1);
      case POWER -> number(readings, DeviceSignal.POWER_USAGE, reading, 1000);
      case GRAPHICS_ACTIVE -> percent(readings, 1, reading);
      case SM_ACTIVE -> percent(readings, 2, reading);
      case DRAM_ACTIVE -> percent(readings, 10, reading);
    }
  }

  private static void number(
      Readings.Builder readings, DeviceSignal signal, Reading<Double> reading, double scale) {
    readings.put(signal, reading.map(value -> (long) Math.ceil(value * scale)));
  }

  private static void percent(Readings.Builder readings, int metricId, Reading<Double> reading) {
    readings.put(new GpmSignal(metricId), reading.map(value -> value * 100));
  }
}
