// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.VgpuStructs;

/**
 * How time is shared between virtual GPUs ({@code nvmlVgpuSchedulerGetState_t}).
 *
 * @param policy 0 unknown, 1 best effort, 2 equal share, 3 fixed share
 * @param adaptiveRoundRobinMode 0 default, 1 off, 2 on
 */
public record NvmlVgpuSchedulerState(int policy, int adaptiveRoundRobinMode) {
  static NvmlVgpuSchedulerState of(Scratch scratch) {
    return new NvmlVgpuSchedulerState(
        scratch.figure(VgpuStructs.VgpuSchedulerGetState.SCHEDULER_POLICY),
        scratch.figure(VgpuStructs.VgpuSchedulerGetState.ARR_MODE));
  }
}
