// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import io.gpunodeagent.core.replay.ReplayedPod.Name;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Follows pods of one node from frame to frame. What may be another pod of the same name starts
 * over: one that was missing in a frame that has its devices, that holds other devices than before,
 * or that was not seen for {@link #KEEP}. A device that is missing while its pod is not is the
 * pod's still.
 */
final class ReplayedPods {

  /** As long as the agent remembers what has vanished. */
  private static final Duration KEEP = Duration.ofMinutes(10);

  private Map<Name, ReplayedPod> tenants = Map.of();

  /** The pods after a frame, those included that only a lack of samples hides. */
  Collection<ReplayedPod> after(Frame frame) {
    var present = new HashSet<DcgmDevice>();
    var held = new LinkedHashMap<Name, Map<DcgmDevice, Set<String>>>();
    for (var device : frame.devices()) {
      present.add(device.slot());
      for (var holder : device.holders()) {
        held.computeIfAbsent(new Name(holder.namespace(), holder.pod()), _ -> new LinkedHashMap<>())
            .computeIfAbsent(device.slot(), _ -> new HashSet<>())
            .add(holder.container());
      }
    }
    var next = new LinkedHashMap<Name, ReplayedPod>();
    held.forEach((name, devices) -> next.put(name, seen(name, devices, present, frame.at())));
    for (var tenant : tenants.values()) {
      if (!next.containsKey(tenant.name()) && hidden(tenant, present, frame.at())) {
        next.put(tenant.name(), tenant);
      }
    }
    tenants = next;
    return List.copyOf(next.values());
  }

  private ReplayedPod seen(
      Name name, Map<DcgmDevice, Set<String>> devices, Set<DcgmDevice> present, Instant at) {
    var before = tenants.get(name);
    if (before == null || !same(before, devices, present, at)) {
      return new ReplayedPod(name, at, at, devices);
    }
    var all = new HashMap<>(devices);
    before.lost(present).forEach(slot -> all.put(slot, Set.copyOf(before.on(slot))));
    return new ReplayedPod(name, before.since(), at, all);
  }

  private static boolean same(
      ReplayedPod before,
      Map<DcgmDevice, Set<String>> devices,
      Set<DcgmDevice> present,
      Instant at) {
    var gone = new HashSet<>(before.devices().keySet());
    gone.removeAll(devices.keySet());
    gone.retainAll(present);
    return gone.isEmpty()
        && before.devices().keySet().containsAll(devices.keySet())
        && Duration.between(before.seen(), at).compareTo(KEEP) <= 0;
  }

  private static boolean hidden(ReplayedPod tenant, Set<DcgmDevice> present, Instant at) {
    return tenant.lost(present).size() == tenant.devices().size()
        && Duration.between(tenant.seen(), at).compareTo(KEEP) <= 0;
  }
}
