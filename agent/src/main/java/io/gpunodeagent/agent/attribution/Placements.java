package io.gpunodeagent.agent.attribution;

import io.gpunodeagent.agent.attribution.DeviceIndex.Slot;
import io.gpunodeagent.agent.attribution.Unplaced.Reason;
import io.gpunodeagent.agent.snapshot.Allocation;
import io.gpunodeagent.agent.snapshot.Allocations;
import io.gpunodeagent.agent.snapshot.DeviceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Matches allocations with devices. Every allocation ends either with a device (all GPUs, for the
 * id that says so) or unplaced, and of an exclusive device never two pods are holders.
 */
final class Placements {

  private final Map<Device, List<Placed>> byDevice = new HashMap<>();
  private final List<Unplaced> unplaced = new ArrayList<>();

  Placements(Allocations allocations, DeviceIndex devices, PodIndex pods) {
    var asOf = allocations.state().factsAsOf().orElse(Instant.MAX);
    var bySlot = new LinkedHashMap<Slot, List<Placed>>();
    var seen = HashSet.<Allocation>newHashSet(allocations.entries().size());
    for (var allocation : allocations.entries()) {
      var slots = devices.find(allocation.device());
      if (!seen.add(allocation)) {
        unplaced.add(new Unplaced(allocation, Reason.DUPLICATE));
      } else if (slots.isEmpty()) {
        unplaced.add(new Unplaced(allocation, unknown(allocation)));
      } else if (pods.ended(allocation.holder())) {
        unplaced.add(new Unplaced(allocation, Reason.POD_ENDED));
      } else {
        var pod = pods.holder(allocation.holder(), asOf);
        for (var slot : slots) {
          bySlot
              .computeIfAbsent(slot, _ -> new ArrayList<>(1))
              .add(new Placed(allocation, slot, pod));
        }
      }
    }
    bySlot.values().forEach(this::settle);
  }

  /** What is given out of a device, in the kubelet's order within each part of it. */
  List<Placed> on(Device device) {
    return byDevice.getOrDefault(device, List.of());
  }

  /** The allocations without a device. */
  List<Unplaced> unplaced() {
    return unplaced;
  }

  private static Reason unknown(Allocation allocation) {
    return allocation.device() instanceof DeviceId.Unrecognised
        ? Reason.UNKNOWN_FORM
        : Reason.UNKNOWN_DEVICE;
  }

  private void settle(List<Placed> claimants) {
    var exclusive = claimants.stream().filter(Placed::exclusive).toList();
    var rightful = Contest.rightful(exclusive);
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
