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
 * A size of GPU instance.
 *
 * @param id the id by which instances, placements and capacity are read; not the number by which
 *     the profile is read
 * @param sliceCount compute slices of an instance
 * @param instanceCount the largest number of instances on one GPU
 * @param multiprocessorCount streaming multiprocessors of an instance
 * @param copyEngineCount copy engines of an instance
 * @param decoderCount video decoders of an instance
 * @param encoderCount video encoders of an instance
 * @param jpegCount JPEG decoders of an instance
 * @param ofaCount optical flow accelerators of an instance
 * @param peerToPeer whether an instance can access other GPUs
 * @param memorySizeMib memory of an instance, in MiB
 * @param name such as {@code 3g.40gb}; empty for drivers before 510
 */
public record NvmlGpuInstanceProfile(
    int id,
    int sliceCount,
    int instanceCount,
    int multiprocessorCount,
    int copyEngineCount,
    int decoderCount,
    int encoderCount,
    int jpegCount,
    int ofaCount,
    boolean peerToPeer,
    long memorySizeMib,
    Optional<String> name) {
  /** Profile numbers are less than this in every driver so far; header 13.3 has 18. */
  public static final int PROFILES = 64;

  private static final int NAME_SIZE = 96;
  private static final int CAPABILITY_P2P = 1;

  /**
   * Versions 2 and 3 have the same size but for the version number, and other fields at the same
   * offsets.
   */
  static NvmlResult<NvmlGpuInstanceProfile> read(NvmlHandle device, int profile) {
    NvmlResult<NvmlGpuInstanceProfile> result =
        device.readVersioned(
            "nvmlDeviceGetGpuInstanceProfileInfoV",
            NvmlFunctions::nvmlDeviceGetGpuInstanceProfileInfoV,
            profile,
            MigStructs.GpuInstanceProfileInfoV3.VERSION_3,
            NvmlGpuInstanceProfile::ofVersion3);
    if (result.code().equals(NvmlReturn.ARGUMENT_VERSION_MISMATCH)) {
      result =
          device.readVersioned(
              "nvmlDeviceGetGpuInstanceProfileInfoV",
              NvmlFunctions::nvmlDeviceGetGpuInstanceProfileInfoV,
              profile,
              MigStructs.GpuInstanceProfileInfoV2.VERSION_2,
              NvmlGpuInstanceProfile::ofVersion2);
    }
    return result.code().asksForOlderForm()
        ? device.readStruct(
            "nvmlDeviceGetGpuInstanceProfileInfo",
            NvmlFunctions::nvmlDeviceGetGpuInstanceProfileInfo,
            profile,
            MigStructs.GpuInstanceProfileInfo.SIZEOF,
            NvmlGpuInstanceProfile::ofVersion1)
        : result;
  }

  static NvmlResult<List<NvmlGpuInstanceProfile>> readAll(NvmlHandle device) {
    List<NvmlGpuInstanceProfile> profiles = new ArrayList<>();
    for (int number = 0; number < PROFILES; number++) {
      switch (read(device, number)) {
        case Success<NvmlGpuInstanceProfile>(NvmlGpuInstanceProfile profile) ->
            profiles.add(profile);
        case Failure<NvmlGpuInstanceProfile> failure -> {
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

  private static NvmlGpuInstanceProfile ofVersion3(Scratch scratch) {
    return of(
        scratch,
        MigStructs.GpuInstanceProfileInfoV3.ID,
        MigStructs.GpuInstanceProfileInfoV3.SLICE_COUNT,
        (scratch.int32(MigStructs.GpuInstanceProfileInfoV3.CAPABILITIES) & CAPABILITY_P2P) != 0,
        scratch.int64(MigStructs.GpuInstanceProfileInfoV3.MEMORY_SIZE_MB),
        Optional.of(scratch.text(MigStructs.GpuInstanceProfileInfoV3.NAME, NAME_SIZE)));
  }

  private static NvmlGpuInstanceProfile ofVersion2(Scratch scratch) {
    return of(
        scratch,
        MigStructs.GpuInstanceProfileInfoV2.ID,
        MigStructs.GpuInstanceProfileInfoV2.SLICE_COUNT,
        scratch.flag(MigStructs.GpuInstanceProfileInfoV2.IS_P2P_SUPPORTED),
        scratch.int64(MigStructs.GpuInstanceProfileInfoV2.MEMORY_SIZE_MB),
        Optional.of(scratch.text(MigStructs.GpuInstanceProfileInfoV2.NAME, NAME_SIZE)));
  }

  private static NvmlGpuInstanceProfile ofVersion1(Scratch scratch) {
    return of(
        scratch,
        MigStructs.GpuInstanceProfileInfo.ID,
        MigStructs.GpuInstanceProfileInfo.SLICE_COUNT,
        scratch.flag(MigStructs.GpuInstanceProfileInfo.IS_P2P_SUPPORTED),
        scratch.int64(MigStructs.GpuInstanceProfileInfo.MEMORY_SIZE_MB),
        Optional.empty());
  }

  /** In all versions the counts follow the slice count in one order. */
  private static NvmlGpuInstanceProfile of(
      Scratch scratch,
      int id,
      int slices,
      boolean peerToPeer,
      long memorySizeMib,
      Optional<String> name) {
    return new NvmlGpuInstanceProfile(
        scratch.figure(id),
        scratch.figure(slices),
        scratch.figure(slices + 4),
        scratch.figure(slices + 8),
        scratch.figure(slices + 12),
        scratch.figure(slices + 16),
        scratch.figure(slices + 20),
        scratch.figure(slices + 24),
        scratch.figure(slices + 28),
        peerToPeer,
        memorySizeMib,
        name);
  }
}
