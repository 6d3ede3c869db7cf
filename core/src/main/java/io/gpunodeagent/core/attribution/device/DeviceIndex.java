// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution.device;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.sources.DeviceId;
import io.gpunodeagent.core.sources.DraDevices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Finds enumerated devices by the ids of allocations. */
public final class DeviceIndex {

  private final DraDevices draDevices;
  private final List<Slot> gpus = new ArrayList<>();
  private final Map<String, Slot> byUuid = new HashMap<>();
  private final Map<Long, String> gpuByMinor = new HashMap<>();
  private final Map<Device, Slot> instances = new HashMap<>();
  private final Map<Slot, Slot> computeInstances = new HashMap<>();

  public DeviceIndex(NodeSnapshot node, DraDevices draDevices) {
    this.draDevices = draDevices;
    node.gpus().forEach(this::add);
  }

  /** The devices {@code id} names: none when NVML enumerates no such, several only for all. */
  public List<Slot> find(DeviceId id) {
    return switch (id) {
      case DeviceId.Gpu(var uuid) -> byUuid(uuid);
      case DeviceId.Mig(var uuid) -> byUuid(uuid);
      case DeviceId.MigOfGpu(var gpu, var instance, var compute) ->
          found(
              computeInstances,
              new Slot(new Device.GpuInstance(gpu, instance), OptionalInt.of(compute)));
      case DeviceId.Minor(var minor, var instance) -> byMinor(minor, instance);
      case DeviceId.Dra dra -> byName(dra);
      case DeviceId.All() -> gpus;
      case DeviceId.Slot _, DeviceId.Unrecognised _ -> List.of();
    };
  }

  /** By the ResourceSlice that names the device, for want of one by what its name tells. */
  private List<Slot> byName(DeviceId.Dra dra) {
    var uuid = draDevices.uuids().get(dra);
    return uuid == null
        ? DeviceIds.minorOf(dra)
            .map(device -> byMinor(device.minor(), device.gpuInstanceId()))
            .orElse(List.of())
        : byUuid(uuid);
  }

  private List<Slot> byUuid(String uuid) {
    return found(byUuid, uuid);
  }

  private List<Slot> byMinor(int minor, OptionalInt instance) {
    var uuid = gpuByMinor.get((long) minor);
    if (uuid == null) {
      return List.of();
    }
    return instance.isEmpty()
        ? byUuid(uuid)
        : found(instances, new Device.GpuInstance(uuid, instance.getAsInt()));
  }

  private static <K> List<Slot> found(Map<? super K, Slot> slots, K key) {
    var slot = slots.get(key);
    return slot == null ? List.of() : List.of(slot);
  }

  private void add(GpuSample gpu) {
    var identity = gpu.identity();
    var slot = new Slot(new Device.Gpu(identity.uuid()), OptionalInt.empty());
    gpus.add(slot);
    byUuid.put(identity.uuid(), slot);
    if (identity.minorNumber() instanceof Reading.Value<Long>(var minor)) {
      gpuByMinor.put(minor, identity.uuid());
    }
    for (var instance : gpu.migInstances()) {
      add(new Device.GpuInstance(identity.uuid(), instance.gpuInstanceId()), instance);
    }
  }

  private void add(Device.GpuInstance device, MigInstance instance) {
    instances.put(device, new Slot(device, OptionalInt.empty()));
    for (var compute : instance.computeInstances()) {
      var slot = new Slot(device, OptionalInt.of(compute.computeInstanceId()));
      byUuid.put(compute.uuid(), slot);
      computeInstances.put(slot, slot);
    }
  }

  /**
   * What can be given to a container.
   *
   * @param computeInstanceId the part of the GPU instance; empty for the whole device
   */
  public record Slot(Device device, OptionalInt computeInstanceId) {}
}
