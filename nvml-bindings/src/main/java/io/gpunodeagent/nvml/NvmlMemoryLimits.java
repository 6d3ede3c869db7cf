package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.LoadStructs;
import java.util.OptionalLong;

/**
 * The GPU memory limits of a control group, in bytes.
 *
 * @param softLimit the guaranteed share; empty if nothing is guaranteed
 * @param hardLimit where an allocation fails; empty if there is no such limit
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

  /** Whether the control group is limited at all: a driver may answer for one that is not. */
  public boolean isLimited() {
    return softLimit.isPresent() || hardLimit.isPresent();
  }
}
