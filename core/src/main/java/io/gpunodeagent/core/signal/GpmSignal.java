// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.signal;

/**
 * A GPM metric between two samples, in NVML's unit: % 0–100, MiB/s or a running count. Hopper and
 * newer.
 *
 * @param metricId {@code NVML_GPM_METRIC_*}
 */
public record GpmSignal(int metricId) implements Signal<Double> {

  @Override
  public Cadence cadence() {
    return Cadence.PASS;
  }

  @Override
  public String source() {
    return "nvmlGpmMetricsGet";
  }
}
