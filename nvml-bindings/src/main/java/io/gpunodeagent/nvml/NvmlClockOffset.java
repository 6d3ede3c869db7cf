// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.LoadStructs;

/**
 * The offset of a clock domain in one performance state, and its range, in MHz.
 *
 * @param offset the offset in force, may be negative
 * @param min the lowest offset that can be set
 * @param max the highest offset that can be set
 */
public record NvmlClockOffset(int offset, int min, int max) {
  static NvmlClockOffset of(Scratch scratch) {
    return new NvmlClockOffset(
        scratch.int32(LoadStructs.ClockOffsetV1.CLOCK_OFFSET_MHZ),
        scratch.int32(LoadStructs.ClockOffsetV1.MIN_CLOCK_OFFSET_MHZ),
        scratch.int32(LoadStructs.ClockOffsetV1.MAX_CLOCK_OFFSET_MHZ));
  }
}
