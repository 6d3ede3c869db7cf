// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * How busy an engine was.
 *
 * @param percent 0 to 100
 * @param samplingPeriodMicros the time over which it was measured, in microseconds
 */
public record NvmlEngineUtilization(int percent, long samplingPeriodMicros) {
  static NvmlEngineUtilization of(Scratch scratch) {
    return new NvmlEngineUtilization(scratch.figure(0), scratch.u32(NvmlHandle.SECOND));
  }
}
