// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution.placement;

import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.attribution.device.DeviceIndex;
import io.gpunodeagent.core.attribution.device.DeviceIndex.Slot;
import io.gpunodeagent.core.attribution.placement.HolderSource.Answer;
import io.gpunodeagent.core.attribution.placement.Unplaced.Reason;
import io.gpunodeagent.core.sources.Allocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Matches allocations with devices. Every allocation ends either with a device (all GPUs, for the
 * id that says so) or unplaced, and of an exclusive device never two pods are holders.
 */
public final class Placements {

  private final List<HolderSource> sources;
  private final PodIndex pods;
  private final Map<Slot, List<PlacedAllocation>> bySlot = new LinkedHashMap<>();
  private final Map<Device, List<PlacedAllocation>> byDevice = new HashMap<>();
  private final List<Unplaced> unplaced = new ArrayList<>();

  public Placements(List<Allocation> listed, DeviceIndex devices, PodIndex pods) {
    this.pods = pods;
    sources = HolderSource.all(listed, devices, pods);
    var seen = HashSet.<Allocation>newHashSet(listed.size());
    for (var allocation : listed) {
      if (seen.add(allocation)) {
        place(allocation);
      } else {
        unplaced.add(new Unplaced(allocation, Reason.DUPLICATE));
      }
    }
    bySlot.values().forEach(this::settle);
  }

  /** What is given out of a device, in the kubelet's order within each part of it. */
  public List<PlacedAllocation> on(Device device) {
    return given(device).stream().flatMap(placed -> placed.holders().stream()).toList();
  }

  /** The same with those who keep it for others, in place of these. */
  public List<PlacedAllocation> given(Device device) {
    return byDevice.getOrDefault(device, List.of());
  }

  /** The allocations without a device. */
  public List<Unplaced> unplaced() {
    return unplaced;
  }

  /** Pods that were given a device nobody can find: it may be any. */
  public Set<PodIndex.PodName> searching() {
    var searching = new HashSet<PodIndex.PodName>();
    for (var pod : pods.sharingGpus()) {
      searching.add(PodIndex.PodName.of(pod));
    }
    for (var held : byDevice.values()) {
      for (var placed : held) {
        placed
            .members()
            .forEach(member -> searching.remove(PodIndex.PodName.of(member.allocation().holder())));
      }
    }
    for (var each : unplaced) {
      if (each.reason().lives()) {
        searching.add(PodIndex.PodName.of(each.allocation().holder()));
      }
    }
    return searching;
  }

  private void place(Allocation allocation) {
    switch (answer(allocation)) {
      case Answer.Unknown(var reason) -> unplaced.add(new Unplaced(allocation, reason));
      case Answer.Held(var placed) -> {
        if (pods.ended(allocation.holder())) {
          unplaced.add(new Unplaced(allocation, Reason.POD_ENDED));
          return;
        }
        for (var each : placed) {
          bySlot.computeIfAbsent(each.slot(), _ -> new ArrayList<>(1)).add(each);
        }
      }
    }
  }

  private Answer answer(Allocation allocation) {
    for (var source : sources) {
      var answer = source.of(allocation);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    throw new IllegalStateException("the kubelet's ids answer for every allocation");
  }

  private void settle(List<PlacedAllocation> claimants) {
    var exclusive = claimants.stream().filter(PlacedAllocation::exclusive).toList();
    var rightful = ExclusiveHolder.rightful(exclusive);
    for (var placed : claimants) {
      if (!placed.exclusive() || rightful.contains(placed)) {
        byDevice.computeIfAbsent(placed.slot().device(), _ -> new ArrayList<>(1)).add(placed);
      } else {
        var reason = rightful.isEmpty() ? Reason.CONTESTED : Reason.SUPERSEDED;
        unplaced.add(new Unplaced(placed.allocation(), reason));
      }
    }
  }
}
