// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution.placement;

import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.attribution.device.DeviceIndex;
import io.gpunodeagent.core.sources.Allocatable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * In how many replicas devices are given out, by what the kubelet has to give out. It leaves out
 * what is unhealthy, be it one replica, so a count stands only where nothing speaks against it:
 *
 * <ul>
 *   <li>the numbers have no gap, as plugins count from 0;
 *   <li>no other device of the resource has more, as plugins give all devices of one the same;
 *   <li>no other resource has the device;
 *   <li>every replica that somebody holds is among them.
 * </ul>
 */
public final class ReplicaCounts {

  private final Map<Device, List<Set<Integer>>> numbers = new HashMap<>();
  private final Set<Device> doubtful = new HashSet<>();

  public ReplicaCounts(Allocatable allocatable, DeviceIndex devices) {
    switch (allocatable) {
      case Allocatable.Unknown _ -> {}
      case Allocatable.Known(var entries) -> {
        var most = new HashMap<String, Integer>();
        entries.forEach(entry -> most.merge(entry.resource(), entry.replicas().size(), Math::max));
        for (var entry : entries) {
          boolean all = entry.replicas().size() == most.getOrDefault(entry.resource(), 0);
          devices.find(entry.device()).forEach(slot -> add(slot.device(), entry, all));
        }
      }
    }
  }

  private void add(Device device, Allocatable.Entry entry, boolean all) {
    numbers.computeIfAbsent(device, _ -> new ArrayList<>(1)).add(entry.replicas());
    if (!all) {
      doubtful.add(device);
    }
  }

  /** In how many {@code device} is given out, {@code placed} being held of it. */
  public OptionalInt of(Device device, List<PlacedAllocation> placed) {
    var listed = numbers.getOrDefault(device, List.of());
    if (listed.size() != 1 || doubtful.contains(device) || listed.getFirst().isEmpty()) {
      return OptionalInt.empty();
    }
    var one = listed.getFirst();
    int count = one.size();
    return Collections.max(one) == count - 1 && one.containsAll(held(placed))
        ? OptionalInt.of(count)
        : OptionalInt.empty();
  }

  private static Set<Integer> held(List<PlacedAllocation> placed) {
    var held = new TreeSet<Integer>();
    for (var each : placed) {
      if (each.portion() instanceof Portion.Replica(var number)) {
        held.add(number);
      }
    }
    return held;
  }
}
