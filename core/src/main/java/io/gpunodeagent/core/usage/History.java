// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import io.gpunodeagent.core.attribution.device.Device;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What {@link Usage} remembers to judge the next sample by. Immutable; of constant size for each
 * allocation and device, however long the window.
 */
public final class History {

  private static final History NONE =
      new History(Map.of(), Map.of(), Map.of(), Map.of(), OptionalLong.empty());

  private final Map<AllocationKey, AllocationHistory> allocations;
  private final Map<Device, DeviceHistory> devices;
  private final Map<AllocationKey, UsageMemory.Entry> dormant;
  private final Map<String, RestingPower> resting;
  private final OptionalLong wokenAt;

  /**
   * Takes the maps as they are: they must not change any more.
   *
   * @param dormant from before a restart, not seen again yet
   * @param resting of GPUs by UUID that were not seen lately
   * @param wokenAt the first sample after a restart
   */
  History(
      Map<AllocationKey, AllocationHistory> allocations,
      Map<Device, DeviceHistory> devices,
      Map<AllocationKey, UsageMemory.Entry> dormant,
      Map<String, RestingPower> resting,
      OptionalLong wokenAt) {
    this.allocations = allocations;
    this.devices = devices;
    this.dormant = dormant;
    this.resting = resting;
    this.wokenAt = wokenAt;
  }

  static History none() {
    return NONE;
  }

  Map<AllocationKey, AllocationHistory> allocations() {
    return allocations;
  }

  Map<Device, DeviceHistory> devices() {
    return devices;
  }

  Map<AllocationKey, UsageMemory.Entry> dormant() {
    return dormant;
  }

  Map<String, RestingPower> resting() {
    return resting;
  }

  OptionalLong wokenAt() {
    return wokenAt;
  }

  /** What is remembered from before a restart. */
  static History of(UsageMemory memory) {
    var dormant = new HashMap<AllocationKey, UsageMemory.Entry>();
    memory.entries().forEach(entry -> dormant.put(entry.key(), entry));
    var resting = new HashMap<String, RestingPower>();
    memory.gpus().forEach(gpu -> resting.put(gpu.gpuUuid(), RestingPower.of(gpu)));
    return new History(Map.of(), Map.of(), dormant, resting, OptionalLong.empty());
  }

  /** What is to survive a restart. */
  UsageMemory memory(String bootId) {
    var entries = new ArrayList<>(dormant.values());
    allocations.forEach((key, history) -> history.memory(key).ifPresent(entries::add));
    var learned = new TreeMap<>(resting);
    devices.forEach(
        (device, history) -> {
          if (device instanceof Device.Gpu(var uuid)) {
            learned.put(uuid, history.resting());
          }
        });
    var gpus = new ArrayList<UsageMemory.Resting>();
    learned.forEach((uuid, power) -> gpus.add(power.memory(uuid)));
    return new UsageMemory(bootId, entries, gpus);
  }
}
