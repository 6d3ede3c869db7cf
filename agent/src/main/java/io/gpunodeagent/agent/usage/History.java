package io.gpunodeagent.agent.usage;

import io.gpunodeagent.agent.attribution.Device;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What {@link Usage} remembers to judge the next sample by. Immutable; of constant size for each
 * allocation and device, however long the window.
 */
public final class History {

  private static final History NONE =
      new History(Map.of(), Map.of(), Map.of(), OptionalLong.empty());

  private final Map<AllocationKey, AllocationHistory> allocations;
  private final Map<Device, DeviceHistory> devices;
  private final Map<AllocationKey, UsageMemory.Entry> dormant;
  private final OptionalLong wokenAt;

  /**
   * Takes the maps as they are: they must not change any more.
   *
   * @param dormant from before a restart, not seen again yet
   * @param wokenAt the first sample after a restart
   */
  History(
      Map<AllocationKey, AllocationHistory> allocations,
      Map<Device, DeviceHistory> devices,
      Map<AllocationKey, UsageMemory.Entry> dormant,
      OptionalLong wokenAt) {
    this.allocations = allocations;
    this.devices = devices;
    this.dormant = dormant;
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

  OptionalLong wokenAt() {
    return wokenAt;
  }

  /** What is remembered from before a restart. */
  static History of(UsageMemory memory) {
    var dormant = new HashMap<AllocationKey, UsageMemory.Entry>();
    memory.entries().forEach(entry -> dormant.put(entry.key(), entry));
    return new History(Map.of(), Map.of(), dormant, OptionalLong.empty());
  }

  /** What is to survive a restart. */
  UsageMemory memory(String bootId) {
    var entries = new ArrayList<>(dormant.values());
    allocations.forEach((key, history) -> history.memory(key).ifPresent(entries::add));
    return new UsageMemory(bootId, entries);
  }
}
