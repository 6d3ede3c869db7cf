// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.MigStructs;

/**
 * Id, profile and place of a compute instance ({@code nvmlComputeInstanceInfo_t}).
 *
 * @param id its number within its GPU instance
 * @param profileId {@link NvmlComputeInstanceProfile#id} of its profile
 * @param placement its place, in compute slices
 */
public record NvmlComputeInstanceInfo(int id, int profileId, NvmlPlacement placement) {
  static NvmlComputeInstanceInfo of(Scratch scratch) {
    return new NvmlComputeInstanceInfo(
        scratch.figure(MigStructs.ComputeInstanceInfo.ID),
        scratch.figure(MigStructs.ComputeInstanceInfo.PROFILE_ID),
        NvmlPlacement.of(scratch, MigStructs.ComputeInstanceInfo.PLACEMENT));
  }
}
