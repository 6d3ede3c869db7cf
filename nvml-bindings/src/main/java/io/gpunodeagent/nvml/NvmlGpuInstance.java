// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.NvmlResult.Failure;
import io.gpunodeagent.nvml.NvmlResult.Success;
import io.gpunodeagent.nvml.jna.MigStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.util.ArrayList;
import java.util.List;

/** A part of a GPU that has its own memory and holds compute instances. */
public final class NvmlGpuInstance extends NvmlHandle {
  NvmlGpuInstance(NvmlSession session, long address) {
    super(session, address);
  }

  static NvmlResult<List<NvmlGpuInstance>> ofProfile(
      NvmlHandle device, NvmlGpuInstanceProfile profile) {
    return InstanceHandles.read(
        device,
        "nvmlDeviceGetGpuInstances",
        NvmlFunctions::nvmlDeviceGetGpuInstances,
        profile.id(),
        profile.instanceCount(),
        address -> new NvmlGpuInstance(device.session(), address));
  }

  static NvmlResult<List<NvmlGpuInstance>> all(NvmlHandle device) {
    return switch (NvmlGpuInstanceProfile.readAll(device)) {
      case Failure<List<NvmlGpuInstanceProfile>> failure -> failure.as();
      case Success<List<NvmlGpuInstanceProfile>>(List<NvmlGpuInstanceProfile> profiles) ->
          ofProfiles(device, profiles);
    };
  }

  private static NvmlResult<List<NvmlGpuInstance>> ofProfiles(
      NvmlHandle device, List<NvmlGpuInstanceProfile> profiles) {
    List<NvmlGpuInstance> instances = new ArrayList<>();
    for (NvmlGpuInstanceProfile profile : profiles) {
      switch (ofProfile(device, profile)) {
        case Success<List<NvmlGpuInstance>>(List<NvmlGpuInstance> some) -> instances.addAll(some);
        case Failure<List<NvmlGpuInstance>> failure -> {
          return failure;
        }
      }
    }
    return new Success<>(List.copyOf(instances));
  }

  /**
   * {@return its id, profile and place} {@code nvmlGpuInstanceGetInfo}, since driver 450 or older.
   */
  public NvmlResult<NvmlGpuInstanceInfo> info() {
    return readStruct(
        "nvmlGpuInstanceGetInfo",
        NvmlFunctions::nvmlGpuInstanceGetInfo,
        MigStructs.GpuInstanceInfo.SIZEOF,
        NvmlGpuInstanceInfo::of);
  }

  /**
   * {@return what a compute instance profile offers in this GPU instance} {@code
   * nvmlGpuInstanceGetComputeInstanceProfileInfoV}, {@code
   * nvmlGpuInstanceGetComputeInstanceProfileInfo}, since driver 510.
   *
   * @param profile the number of the profile in the header, not the profile's id
   */
  public NvmlResult<NvmlComputeInstanceProfile> computeInstanceProfileInfo(int profile) {
    return NvmlComputeInstanceProfile.read(this, profile);
  }

  /** {@return all compute instance profiles that this GPU instance offers} */
  public NvmlResult<List<NvmlComputeInstanceProfile>> computeInstanceProfileInfos() {
    return NvmlComputeInstanceProfile.readAll(this);
  }

  /**
   * {@return how many more compute instances of a profile fit now} {@code
   * nvmlGpuInstanceGetComputeInstanceRemainingCapacity}, since driver 450 or older.
   *
   * @param profileId {@link NvmlComputeInstanceProfile#id} of the profile
   */
  public NvmlResult<Integer> computeInstanceRemainingCapacity(int profileId) {
    return read(
        "nvmlGpuInstanceGetComputeInstanceRemainingCapacity",
        NvmlFunctions::nvmlGpuInstanceGetComputeInstanceRemainingCapacity,
        profileId,
        Decoder::figure);
  }

  /**
   * {@return where compute instances of a profile can be placed} {@code
   * nvmlGpuInstanceGetComputeInstancePossiblePlacements}, since driver 525.
   *
   * @param profileId {@link NvmlComputeInstanceProfile#id} of the profile
   */
  public NvmlResult<List<NvmlPlacement>> computeInstancePossiblePlacements(int profileId) {
    return NvmlList.read(
        session(),
        "nvmlGpuInstanceGetComputeInstancePossiblePlacements",
        (count, array) ->
            NvmlFunctions.nvmlGpuInstanceGetComputeInstancePossiblePlacements(
                address(), profileId, array, count),
        MigStructs.ComputeInstancePlacement.SIZEOF,
        NvmlPlacement::of);
  }

  /**
   * {@return the compute instances of one profile} {@code nvmlGpuInstanceGetComputeInstances},
   * since driver 450 or older.
   *
   * @param profile one of {@link #computeInstanceProfileInfos}
   */
  public NvmlResult<List<NvmlComputeInstance>> computeInstances(
      NvmlComputeInstanceProfile profile) {
    return InstanceHandles.read(
        this,
        "nvmlGpuInstanceGetComputeInstances",
        NvmlFunctions::nvmlGpuInstanceGetComputeInstances,
        profile.id(),
        profile.instanceCount(),
        address -> new NvmlComputeInstance(session(), address));
  }

  /**
   * {@return one compute instance} {@code nvmlGpuInstanceGetComputeInstanceById}, since driver 450
   * or older.
   *
   * @param id the id of the instance, see {@link NvmlComputeInstanceInfo}
   */
  public NvmlResult<NvmlComputeInstance> computeInstanceById(int id) {
    return read(
        "nvmlGpuInstanceGetComputeInstanceById",
        NvmlFunctions::nvmlGpuInstanceGetComputeInstanceById,
        id,
        scratch -> new NvmlComputeInstance(session(), scratch.int64(0)));
  }
}
