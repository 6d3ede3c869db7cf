// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.LoadStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.nio.file.Path;

/** Limits on how much of a GPU's memory a control group may use. */
public sealed interface MemoryLimitQueries permits NvmlDevice {
  /**
   * {@return the limits of a control group on this GPU, and what the group uses} If it has none, a
   * driver answers {@link NvmlReturn#NOT_FOUND} or {@link NvmlReturn#NOT_SUPPORTED}. Never
   * available for a GPU in MIG mode. {@code nvmlDeviceGetMemoryLimits_v1}, since driver 615.
   *
   * @param cgroup absolute path of the group's directory below {@code /sys/fs/cgroup}. The library
   *     opens it; if it cannot, the answer is {@link NvmlReturn#OPERATING_SYSTEM}
   */
  default NvmlResult<NvmlMemoryLimits> memoryLimits(Path cgroup) {
    int text = LoadStructs.GetMemoryLimitsV1.SIZEOF;
    return on(this)
        .readPrepared(
            "nvmlDeviceGetMemoryLimits_v1",
            NvmlFunctions::nvmlDeviceGetMemoryLimits_v1,
            text,
            scratch -> {
              scratch.putLong(LoadStructs.GetMemoryLimitsV1.NAME_SPACE, scratch.address() + text);
              scratch.putText(text, cgroup.toString());
            },
            NvmlMemoryLimits::of);
  }
}
