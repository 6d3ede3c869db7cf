// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.offer;

import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.labels.plugin.MigStrategy;
import io.gpunodeagent.core.labels.plugin.Sharing;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * The resources of a node and the devices of each, named as NVIDIA's device plugin names them:
 * {@code nvidia.com/gpu}, and with the MIG strategy {@code mixed} {@code nvidia.com/mig-…}.
 *
 * @param resources by name; each has at least one device
 */
public record DeviceOffer(SequencedMap<String, List<OfferedDevice>> resources) {

  public DeviceOffer {
    var copy = new TreeMap<String, List<OfferedDevice>>();
    resources.forEach((name, devices) -> copy.put(name, List.copyOf(devices)));
    resources = Collections.unmodifiableSequencedMap(copy);
  }

  /** Nothing. */
  public static DeviceOffer nothing() {
    return new DeviceOffer(new TreeMap<>());
  }

  /**
   * What {@code node} offers. With the strategy {@code single}, a node whose GPUs are not all
   * partitioned, or whose MIG devices are of several profiles, offers nothing.
   */
  public static DeviceOffer of(
      NodeSnapshot node, Health health, MigStrategy strategy, Sharing sharing) {
    return new OfferCollector(node, health, sharing).collect(strategy);
  }

  /**
   * This offer after {@code later}: a device that is not offered any more stays, as one that is not
   * healthy, because the kubelet keeps the pods that hold it.
   */
  public DeviceOffer followedBy(DeviceOffer later) {
    var all = new TreeMap<String, List<OfferedDevice>>(later.resources);
    resources.forEach(
        (name, devices) -> {
          var now = new ArrayList<>(all.getOrDefault(name, List.of()));
          var known = now.stream().map(OfferedDevice::id).toList();
          devices.stream()
              .filter(device -> !known.contains(device.id()))
              .map(device -> new OfferedDevice(device.id(), false, device.numaNode()))
              .forEach(now::add);
          all.put(name, now);
        });
    return new DeviceOffer(all);
  }
}
