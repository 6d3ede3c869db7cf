package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.MigStructs;

/**
 * Which GPU instance it is ({@code nvmlGpuInstanceInfo_t}).
 *
 * @param placement in memory slices
 */
public record NvmlGpuInstanceInfo(int id, int profileId, NvmlPlacement placement) {
  static NvmlGpuInstanceInfo of(Scratch scratch) {
    return new NvmlGpuInstanceInfo(
        scratch.figure(MigStructs.GpuInstanceInfo.ID),
        scratch.figure(MigStructs.GpuInstanceInfo.PROFILE_ID),
        NvmlPlacement.of(scratch, MigStructs.GpuInstanceInfo.PLACEMENT));
  }
}
