// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * The range in which the power limit can be set.
 *
 * @param minMilliwatts the lowest limit, in mW
 * @param maxMilliwatts the highest limit, in mW
 */
public record NvmlPowerRange(long minMilliwatts, long maxMilliwatts) {
  static NvmlPowerRange of(Scratch scratch) {
    return new NvmlPowerRange(scratch.u32(0), scratch.u32(NvmlHandle.SECOND));
  }
}
