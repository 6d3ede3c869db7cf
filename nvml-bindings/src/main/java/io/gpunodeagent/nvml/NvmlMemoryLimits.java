// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.LoadStructs;
import java.util.OptionalLong;

/**
 * The GPU memory limits of a control group, in bytes.
 *
 * @param softLimit the share that is guaranteed; empty if none is
 * @param hardLimit the limit above which an allocation fails; empty if there is none
 * @param used what the processes in the group hold now
 */
public record NvmlMemoryLimits(OptionalLong softLimit, OptionalLong hardLimit, long used) {
  static NvmlMemoryLimits of(Scratch scratch) {
    long soft = scratch.int64(LoadStructs.GetMemoryLimitsV1.SOFT_LIMIT);
    return new NvmlMemoryLimits(
        soft == 0 ? OptionalLong.empty() : OptionalLong.of(soft),
        Sentinel.unlessAllOnes(scratch.int64(LoadStructs.GetMemoryLimitsV1.HARD_LIMIT)),
        scratch.int64(LoadStructs.GetMemoryLimitsV1.CURRENT_USED));
  }

  /**
   * {@return whether the control group has a limit: a driver may answer for a group without one}
   */
  public boolean isLimited() {
    return softLimit.isPresent() || hardLimit.isPresent();
  }
}
