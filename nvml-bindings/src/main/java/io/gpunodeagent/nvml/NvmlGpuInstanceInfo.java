// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.MigStructs;

/**
 * Id, profile and place of a GPU instance ({@code nvmlGpuInstanceInfo_t}).
 *
 * @param id its number on its GPU
 * @param profileId {@link NvmlGpuInstanceProfile#id} of its profile
 * @param placement its place, in memory slices
 */
public record NvmlGpuInstanceInfo(int id, int profileId, NvmlPlacement placement) {
  static NvmlGpuInstanceInfo of(Scratch scratch) {
    return new NvmlGpuInstanceInfo(
        scratch.figure(MigStructs.GpuInstanceInfo.ID),
        scratch.figure(MigStructs.GpuInstanceInfo.PROFILE_ID),
        NvmlPlacement.of(scratch, MigStructs.GpuInstanceInfo.PLACEMENT));
  }
}
