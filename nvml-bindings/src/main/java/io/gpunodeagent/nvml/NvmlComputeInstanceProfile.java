// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.NvmlResult.Failure;
import io.gpunodeagent.nvml.NvmlResult.Success;
import io.gpunodeagent.nvml.jna.MigStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A size of compute instance.
 *
 * @param id the id by which instances, placements and capacity are read; not the number by which
 *     the profile is read
 * @param sliceCount compute slices of an instance
 * @param instanceCount the largest number of instances in one GPU instance
 * @param multiprocessorCount streaming multiprocessors of an instance
 * @param sharedCopyEngineCount copy engines of its GPU instance, which the compute instances share
 * @param sharedDecoderCount video decoders of its GPU instance, which the compute instances share
 * @param sharedEncoderCount video encoders of its GPU instance, which the compute instances share
 * @param sharedJpegCount JPEG decoders of its GPU instance, which the compute instances share
 * @param sharedOfaCount optical flow accelerators of its GPU instance, which the compute instances
 *     share
 * @param name such as {@code 1c.3g.40gb}; empty for drivers before 510
 */
public record NvmlComputeInstanceProfile(
    int id,
    int sliceCount,
    int instanceCount,
    int multiprocessorCount,
    int sharedCopyEngineCount,
    int sharedDecoderCount,
    int sharedEncoderCount,
    int sharedJpegCount,
    int sharedOfaCount,
    Optional<String> name) {
  /** {@code NVML_COMPUTE_INSTANCE_ENGINE_PROFILE_SHARED}, the only value there is. */
  private static final int SHARED_ENGINES = 0;

  private static final int PROFILES = 64;
  private static final int NAME_SIZE = 96;

  static NvmlResult<NvmlComputeInstanceProfile> read(NvmlHandle gpuInstance, int profile) {
    NvmlResult<NvmlComputeInstanceProfile> result =
        readVersioned(gpuInstance, profile, MigStructs.ComputeInstanceProfileInfoV3.VERSION_3);
    if (result.code().equals(NvmlReturn.ARGUMENT_VERSION_MISMATCH)) {
      result =
          readVersioned(gpuInstance, profile, MigStructs.ComputeInstanceProfileInfoV2.VERSION_2);
    }
    return result.code().asksForOlderForm()
        ? gpuInstance.readStruct(
            "nvmlGpuInstanceGetComputeInstanceProfileInfo",
            (handle, number, out) ->
                NvmlFunctions.nvmlGpuInstanceGetComputeInstanceProfileInfo(
                    handle, number, SHARED_ENGINES, out),
            profile,
            MigStructs.ComputeInstanceProfileInfo.SIZEOF,
            scratch -> of(scratch, MigStructs.ComputeInstanceProfileInfo.ID, Optional.empty()))
        : result;
  }

  /** Version 3 only appends to version 2. */
  private static NvmlResult<NvmlComputeInstanceProfile> readVersioned(
      NvmlHandle gpuInstance, int profile, int version) {
    return gpuInstance.readVersioned(
        "nvmlGpuInstanceGetComputeInstanceProfileInfoV",
        (handle, number, out) ->
            NvmlFunctions.nvmlGpuInstanceGetComputeInstanceProfileInfoV(
                handle, number, SHARED_ENGINES, out),
        profile,
        version,
        scratch ->
            of(
                scratch,
                MigStructs.ComputeInstanceProfileInfoV2.ID,
                Optional.of(
                    scratch.text(MigStructs.ComputeInstanceProfileInfoV2.NAME, NAME_SIZE))));
  }

  static NvmlResult<List<NvmlComputeInstanceProfile>> readAll(NvmlHandle gpuInstance) {
    List<NvmlComputeInstanceProfile> profiles = new ArrayList<>();
    for (int number = 0; number < PROFILES; number++) {
      switch (read(gpuInstance, number)) {
        case Success<NvmlComputeInstanceProfile>(NvmlComputeInstanceProfile profile) ->
            profiles.add(profile);
        case Failure<NvmlComputeInstanceProfile> failure -> {
          if (failure.code().equals(NvmlReturn.INVALID_ARGUMENT)) {
            return new Success<>(List.copyOf(profiles));
          }
          if (!failure.code().equals(NvmlReturn.NOT_SUPPORTED)) {
            return failure.as();
          }
        }
      }
    }
    return new Success<>(List.copyOf(profiles));
  }

  /** In all versions the counts follow the id in one order. */
  private static NvmlComputeInstanceProfile of(Scratch scratch, int id, Optional<String> name) {
    return new NvmlComputeInstanceProfile(
        scratch.figure(id),
        scratch.figure(id + 4),
        scratch.figure(id + 8),
        scratch.figure(id + 12),
        scratch.figure(id + 16),
        scratch.figure(id + 20),
        scratch.figure(id + 24),
        scratch.figure(id + 28),
        scratch.figure(id + 32),
        name);
  }
}
