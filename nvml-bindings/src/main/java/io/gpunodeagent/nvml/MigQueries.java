// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.MigStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.util.List;

/**
 * How a GPU is divided into MIG instances, and how it can be. Reading GPU instances needs root or
 * access to {@code /dev/nvidia-caps}; without it the answer is {@link NvmlReturn#NO_PERMISSION}.
 */
public sealed interface MigQueries permits NvmlDevice {
  /**
   * {@return whether MIG is on now, and after the next reset} {@link NvmlReturn#NOT_SUPPORTED} for
   * a GPU without MIG. {@code nvmlDeviceGetMigMode}, since driver 450 or older.
   */
  default NvmlResult<NvmlMode> migMode() {
    return on(this)
        .read2("nvmlDeviceGetMigMode", NvmlFunctions::nvmlDeviceGetMigMode, NvmlMode::of);
  }

  /**
   * {@return the largest number of MIG devices there can be; 0 while MIG is off} {@code
   * nvmlDeviceGetMaxMigDeviceCount}, since driver 450 or older.
   */
  default NvmlResult<Integer> maxMigDeviceCount() {
    return on(this)
        .read(
            "nvmlDeviceGetMaxMigDeviceCount",
            NvmlFunctions::nvmlDeviceGetMaxMigDeviceCount,
            Decoder::figure);
  }

  /**
   * {@return the MIG devices there are; indices without one are skipped} They become invalid when
   * the GPU is divided differently. Read them again after an {@link
   * NvmlEventType#MIG_CONFIG_CHANGE}, and recognise them by UUID. {@code
   * nvmlDeviceGetMigDeviceHandleByIndex}, since driver 450 or older.
   */
  default NvmlResult<List<MigDevice>> migDevices() {
    return MigDevice.all((NvmlDevice) this);
  }

  /**
   * {@return what a GPU instance profile offers} {@link NvmlReturn#NOT_SUPPORTED} if this GPU lacks
   * the profile, {@link NvmlReturn#INVALID_ARGUMENT} if the driver does not know it. {@code
   * nvmlDeviceGetGpuInstanceProfileInfoV}, {@code nvmlDeviceGetGpuInstanceProfileInfo}, since
   * driver 510.
   *
   * @param profile the number of the profile in the header, less than {@link
   *     NvmlGpuInstanceProfile#PROFILES}; not the profile's id
   */
  default NvmlResult<NvmlGpuInstanceProfile> gpuInstanceProfileInfo(int profile) {
    return NvmlGpuInstanceProfile.read(on(this), profile);
  }

  /**
   * {@return all profiles that this GPU offers} {@code nvmlDeviceGetGpuInstanceProfileInfoV}, since
   * driver 510.
   */
  default NvmlResult<List<NvmlGpuInstanceProfile>> gpuInstanceProfileInfos() {
    return NvmlGpuInstanceProfile.readAll(on(this));
  }

  /**
   * {@return where instances of a profile can be placed, whether or not the place is in use} {@code
   * nvmlDeviceGetGpuInstancePossiblePlacements_v2}, since driver 470.
   *
   * @param profileId {@link NvmlGpuInstanceProfile#id} of the profile
   */
  default NvmlResult<List<NvmlPlacement>> gpuInstancePossiblePlacements(int profileId) {
    return NvmlList.read(
        on(this).session(),
        "nvmlDeviceGetGpuInstancePossiblePlacements_v2",
        (count, array) ->
            NvmlFunctions.nvmlDeviceGetGpuInstancePossiblePlacements_v2(
                on(this).address(), profileId, array, count),
        MigStructs.GpuInstancePlacement.SIZEOF,
        NvmlPlacement::of);
  }

  /**
   * {@return how many more instances of a profile fit now} {@code
   * nvmlDeviceGetGpuInstanceRemainingCapacity}, since driver 450 or older.
   *
   * @param profileId {@link NvmlGpuInstanceProfile#id} of the profile
   */
  default NvmlResult<Integer> gpuInstanceRemainingCapacity(int profileId) {
    return on(this)
        .read(
            "nvmlDeviceGetGpuInstanceRemainingCapacity",
            NvmlFunctions::nvmlDeviceGetGpuInstanceRemainingCapacity,
            profileId,
            Decoder::figure);
  }

  /**
   * {@return the GPU instances of one profile} {@code nvmlDeviceGetGpuInstances}, since driver 450
   * or older.
   *
   * @param profile one of {@link #gpuInstanceProfileInfos}
   */
  default NvmlResult<List<NvmlGpuInstance>> gpuInstances(NvmlGpuInstanceProfile profile) {
    return NvmlGpuInstance.ofProfile(on(this), profile);
  }

  /**
   * {@return the GPU instances of all profiles} {@code nvmlDeviceGetGpuInstances}, since driver 450
   * or older.
   */
  default NvmlResult<List<NvmlGpuInstance>> gpuInstances() {
    return NvmlGpuInstance.all(on(this));
  }

  /**
   * {@return one GPU instance} {@link NvmlReturn#NOT_FOUND} if there is none. {@code
   * nvmlDeviceGetGpuInstanceById}, since driver 450 or older.
   *
   * @param id the id of the instance, see {@link NvmlGpuInstanceInfo}
   */
  default NvmlResult<NvmlGpuInstance> gpuInstanceById(int id) {
    return on(this)
        .read(
            "nvmlDeviceGetGpuInstanceById",
            NvmlFunctions::nvmlDeviceGetGpuInstanceById,
            id,
            scratch -> new NvmlGpuInstance(on(this).session(), scratch.int64(0)));
  }
}
