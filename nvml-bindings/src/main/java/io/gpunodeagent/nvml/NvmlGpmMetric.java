// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.GpmStructs;

/**
 * A metric over the time between two samples.
 *
 * @param id see {@link NvmlGpmMetricId}
 * @param code whether there is a value
 * @param value in the unit that {@link NvmlGpmMetricId} gives; 0 unless the code is {@link
 *     NvmlReturn#SUCCESS}
 */
public record NvmlGpmMetric(int id, NvmlReturn code, double value) {
  static NvmlGpmMetric of(Scratch scratch, int at) {
    NvmlReturn code = NvmlReturn.of(scratch.int32(at + GpmStructs.GpmMetric.NVML_RETURN));
    return new NvmlGpmMetric(
        scratch.int32(at + GpmStructs.GpmMetric.METRIC_ID),
        code,
        code.isSuccess() ? scratch.float64(at + GpmStructs.GpmMetric.VALUE) : 0);
  }
}
