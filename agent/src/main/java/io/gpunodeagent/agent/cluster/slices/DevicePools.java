// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.slices;

import io.gpunodeagent.core.sources.DeviceId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which device of a pool has which UUID. A pool counts in its newest generation, and only when that
 * is complete: before, its slices may contradict each other.
 */
final class DevicePools {

  private DevicePools() {}

  /** UUIDs of the devices of {@code drivers} that have one: GPUs and MIG devices. */
  static Map<DeviceId.Dra, String> uuids(Collection<SeenSlice> slices, Set<String> drivers) {
    var uuids = new HashMap<DeviceId.Dra, String>();
    slices.stream()
        .filter(slice -> drivers.contains(slice.driver()))
        .collect(Collectors.groupingBy(slice -> new Pool(slice.driver(), slice.pool())))
        .forEach((pool, all) -> uuids.putAll(uuids(pool, newest(all))));
    return uuids;
  }

  private static List<SeenSlice> newest(List<SeenSlice> slices) {
    var newest = slices.stream().mapToLong(SeenSlice::generation).max().orElse(0);
    return slices.stream().filter(slice -> slice.generation() == newest).toList();
  }

  private static Map<DeviceId.Dra, String> uuids(Pool pool, List<SeenSlice> slices) {
    if (slices.stream().anyMatch(slice -> slice.slices() != slices.size())) {
      return Map.of();
    }
    var uuids = new HashMap<DeviceId.Dra, String>();
    var names = new HashSet<String>();
    for (var slice : slices) {
      for (var device : slice.devices()) {
        if (!names.add(device.name())) {
          // Kubernetes holds a pool with two devices of one name for invalid.
          return Map.of();
        }
        device
            .attribute(pool.driver(), "uuid")
            .filter(uuid -> uuid.startsWith("GPU-") || uuid.startsWith("MIG-"))
            .filter(_ -> !device.attribute(pool.driver(), "type").orElse("").equals("vfio"))
            .ifPresent(
                uuid ->
                    uuids.put(new DeviceId.Dra(pool.driver(), pool.name(), device.name()), uuid));
      }
    }
    return uuids;
  }

  private record Pool(String driver, String name) {}
}
