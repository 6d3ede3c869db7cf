// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.LoadStructs;

/**
 * One sample that the driver took ({@code nvmlSample_t}).
 *
 * @param timestampMicros when it was taken, in microseconds of the CPU's clock
 * @param value in the unit of the sampling type: percent, milliwatts or MHz
 */
public record NvmlSample(long timestampMicros, NvmlValue value) {
  static NvmlSample of(Scratch scratch, int at) {
    return new NvmlSample(
        scratch.int64(at + LoadStructs.Sample.TIME_STAMP),
        new NvmlValue(
            new NvmlValueType(scratch.int32(NvmlList.SECOND)),
            scratch.int64(at + LoadStructs.Sample.SAMPLE_VALUE)));
  }
}
