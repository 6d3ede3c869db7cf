package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.NvmlResult.Failure;
import io.gpunodeagent.nvml.NvmlResult.Success;
import io.gpunodeagent.nvml.jna.MigStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.util.ArrayList;
import java.util.List;

/** A part of a GPU with memory of its own; holds compute instances. */
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

  /** Which it is. {@code nvmlGpuInstanceGetInfo}, since driver 450 or older. */
  public NvmlResult<NvmlGpuInstanceInfo> info() {
    return readStruct(
        "nvmlGpuInstanceGetInfo",
        NvmlFunctions::nvmlGpuInstanceGetInfo,
        MigStructs.GpuInstanceInfo.SIZEOF,
        NvmlGpuInstanceInfo::of);
  }

  /**
   * What a compute instance profile offers in this GPU instance. {@code profile} is the number in
   * the header, not the profile's id. {@code nvmlGpuInstanceGetComputeInstanceProfileInfoV}, {@code
   * nvmlGpuInstanceGetComputeInstanceProfileInfo}, since driver 510.
   */
  public NvmlResult<NvmlComputeInstanceProfile> computeInstanceProfileInfo(int profile) {
    return NvmlComputeInstanceProfile.read(this, profile);
  }

  /** All compute instance profiles this GPU instance offers. */
  public NvmlResult<List<NvmlComputeInstanceProfile>> computeInstanceProfileInfos() {
    return NvmlComputeInstanceProfile.readAll(this);
  }

  /**
   * How many more compute instances of a profile fit now. Takes the profile's id. {@code
   * nvmlGpuInstanceGetComputeInstanceRemainingCapacity}, since driver 450 or older.
   */
  public NvmlResult<Integer> computeInstanceRemainingCapacity(int profileId) {
    return read(
        "nvmlGpuInstanceGetComputeInstanceRemainingCapacity",
        NvmlFunctions::nvmlGpuInstanceGetComputeInstanceRemainingCapacity,
        profileId,
        Decoder::figure);
  }

  /**
   * Where compute instances of a profile could be. Takes the profile's id. {@code
   * nvmlGpuInstanceGetComputeInstancePossiblePlacements}, since driver 525.
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
   * The compute instances of one profile. {@code nvmlGpuInstanceGetComputeInstances}, since driver
   * 450 or older.
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
   * One compute instance. {@code nvmlGpuInstanceGetComputeInstanceById}, since driver 450 or older.
   */
  public NvmlResult<NvmlComputeInstance> computeInstanceById(int id) {
    return read(
        "nvmlGpuInstanceGetComputeInstanceById",
        NvmlFunctions::nvmlGpuInstanceGetComputeInstanceById,
        id,
        scratch -> new NvmlComputeInstance(session(), scratch.int64(0)));
  }
}
