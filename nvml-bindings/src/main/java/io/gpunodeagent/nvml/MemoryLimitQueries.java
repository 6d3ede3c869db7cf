package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.LoadStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.nio.file.Path;

/** The shares of a GPU's memory that control groups are limited to. */
public sealed interface MemoryLimitQueries permits NvmlDevice {
  /**
   * The limits of a control group on this GPU, and what the group uses. {@link
   * NvmlReturn#NOT_FOUND} or {@link NvmlReturn#NOT_SUPPORTED} if it has none: a driver may answer
   * either. Never for a GPU in MIG mode. {@code nvmlDeviceGetMemoryLimits_v1}, since driver 615.
   *
   * @param cgroup absolute path of the group's directory below {@code /sys/fs/cgroup}, which the
   *     library opens; {@link NvmlReturn#OPERATING_SYSTEM} if it cannot
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
