package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.MigStructs;

/**
 * Which compute instance it is ({@code nvmlComputeInstanceInfo_t}).
 *
 * @param placement in compute slices
 */
public record NvmlComputeInstanceInfo(int id, int profileId, NvmlPlacement placement) {
  static NvmlComputeInstanceInfo of(Scratch scratch) {
    return new NvmlComputeInstanceInfo(
        scratch.figure(MigStructs.ComputeInstanceInfo.ID),
        scratch.figure(MigStructs.ComputeInstanceInfo.PROFILE_ID),
        NvmlPlacement.of(scratch, MigStructs.ComputeInstanceInfo.PLACEMENT));
  }
}
