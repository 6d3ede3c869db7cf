// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.VgpuStructs;

/**
 * How time can be shared between virtual GPUs ({@code nvmlVgpuSchedulerCapabilities_t}).
 *
 * @param maxTimesliceNanos the longest time slice, in nanoseconds
 * @param minTimesliceNanos the shortest time slice, in nanoseconds
 * @param adaptiveRoundRobin whether adaptive round robin is supported
 */
public record NvmlVgpuSchedulerCapabilities(
    long maxTimesliceNanos, long minTimesliceNanos, boolean adaptiveRoundRobin) {
  static NvmlVgpuSchedulerCapabilities of(Scratch scratch) {
    return new NvmlVgpuSchedulerCapabilities(
        scratch.u32(VgpuStructs.VgpuSchedulerCapabilities.MAX_TIMESLICE),
        scratch.u32(VgpuStructs.VgpuSchedulerCapabilities.MIN_TIMESLICE),
        scratch.flag(VgpuStructs.VgpuSchedulerCapabilities.IS_ARR_MODE_SUPPORTED));
  }
}
