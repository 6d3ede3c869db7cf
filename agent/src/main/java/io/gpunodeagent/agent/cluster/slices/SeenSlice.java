// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.slices;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is kept of a ResourceSlice.
 *
 * @param driver such as {@code gpu.nvidia.com}
 * @param pool its name
 * @param generation of the pool; only slices of the newest count
 * @param slices how many the pool has in this generation
 * @param devices of this slice
 */
record SeenSlice(String driver, String pool, long generation, int slices, List<Device> devices) {

  /** Attributes that are kept, without the driver's domain. */
  static final Set<String> WANTED = Set.of("uuid", "type");

  SeenSlice {
    devices = List.copyOf(devices);
  }

  /**
   * A device.
   *
   * @param name in the pool
   * @param attributes of type string, by name as given
   */
  record Device(String name, Map<String, String> attributes) {

    Device {
      attributes = Map.copyOf(attributes);
    }

    /** An attribute under its plain name or in the driver's domain. */
    Optional<String> attribute(String driver, String attribute) {
      return Optional.ofNullable(attributes.get(attribute))
          .or(() -> Optional.ofNullable(attributes.get(driver + "/" + attribute)));
    }
  }
}
