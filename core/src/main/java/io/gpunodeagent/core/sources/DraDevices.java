// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.sources;

import java.util.Map;

/**
 * What the complete, newest ResourceSlices say of the devices of DRA drivers on this node.
 *
 * @param state whether the API server answers now
 * @param uuids the {@code GPU-…} or {@code MIG-…} UUID of each device
 */
public record DraDevices(SourceState state, Map<DeviceId.Dra, String> uuids) {

  public DraDevices {
    uuids = Map.copyOf(uuids);
  }

  /** No ResourceSlices are read. */
  public static DraDevices off() {
    return new DraDevices(new SourceState.Off(), Map.of());
  }
}
