package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.MigStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.util.List;

/**
 * How a GPU is, and could be, divided into MIG instances. Reading GPU instances needs root or the
 * right to {@code /dev/nvidia-caps}: otherwise {@link NvmlReturn#NO_PERMISSION}.
 */
public sealed interface MigQueries permits NvmlDevice {
  /**
   * Whether MIG is on, and will be after a reset. {@link NvmlReturn#NOT_SUPPORTED} without MIG.
   * {@code nvmlDeviceGetMigMode}, since driver 450 or older.
   */
  default NvmlResult<NvmlMode> migMode() {
    return on(this)
        .read2("nvmlDeviceGetMigMode", NvmlFunctions::nvmlDeviceGetMigMode, NvmlMode::of);
  }

  /**
   * The most MIG devices there can be, 0 while MIG is off. {@code nvmlDeviceGetMaxMigDeviceCount},
   * since driver 450 or older.
   */
  default NvmlResult<Integer> maxMigDeviceCount() {
    return on(this)
        .read(
            "nvmlDeviceGetMaxMigDeviceCount",
            NvmlFunctions::nvmlDeviceGetMaxMigDeviceCount,
            Decoder::figure);
  }

  /**
   * The MIG devices there are; indices without one are skipped. They are void once the GPU is
   * divided anew: ask again after an {@link NvmlEventType#MIG_CONFIG_CHANGE}, and tell them apart
   * by UUID. {@code nvmlDeviceGetMigDeviceHandleByIndex}, since driver 450 or older.
   */
  default NvmlResult<List<MigDevice>> migDevices() {
    return MigDevice.all((NvmlDevice) this);
  }

  /**
   * What a GPU instance profile offers. {@code profile} is the number in the header, 0 up to {@link
   * NvmlGpuInstanceProfile#PROFILES}, not the profile's id. {@link NvmlReturn#NOT_SUPPORTED} if
   * this GPU lacks it, {@link NvmlReturn#INVALID_ARGUMENT} if the driver does not know it. {@code
   * nvmlDeviceGetGpuInstanceProfileInfoV}, {@code nvmlDeviceGetGpuInstanceProfileInfo}, since
   * driver 510.
   */
  default NvmlResult<NvmlGpuInstanceProfile> gpuInstanceProfileInfo(int profile) {
    return NvmlGpuInstanceProfile.read(on(this), profile);
  }

  /**
   * All profiles this GPU offers. {@code nvmlDeviceGetGpuInstanceProfileInfoV}, since driver 510.
   */
  default NvmlResult<List<NvmlGpuInstanceProfile>> gpuInstanceProfileInfos() {
    return NvmlGpuInstanceProfile.readAll(on(this));
  }

  /**
   * Where instances of a profile could be, occupied or not. Takes the profile's id. {@code
   * nvmlDeviceGetGpuInstancePossiblePlacements_v2}, since driver 470.
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
   * How many more instances of a profile fit now. Takes the profile's id. {@code
   * nvmlDeviceGetGpuInstanceRemainingCapacity}, since driver 450 or older.
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
   * The GPU instances of one profile. {@code nvmlDeviceGetGpuInstances}, since driver 450 or older.
   */
  default NvmlResult<List<NvmlGpuInstance>> gpuInstances(NvmlGpuInstanceProfile profile) {
    return NvmlGpuInstance.ofProfile(on(this), profile);
  }

  /**
   * The GPU instances of all profiles. {@code nvmlDeviceGetGpuInstances}, since driver 450 or
   * older.
   */
  default NvmlResult<List<NvmlGpuInstance>> gpuInstances() {
    return NvmlGpuInstance.all(on(this));
  }

  /**
   * One GPU instance. {@link NvmlReturn#NOT_FOUND} if there is none. {@code
   * nvmlDeviceGetGpuInstanceById}, since driver 450 or older.
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
