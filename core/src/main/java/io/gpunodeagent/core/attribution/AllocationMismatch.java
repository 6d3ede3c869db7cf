// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.attribution.device.DeviceUser;
import java.time.Instant;
import java.util.List;

/** Where allocation and use disagree. Only what is proven: doubt makes no finding. */
public sealed interface AllocationMismatch {

  /** Where. */
  Device device();

  /** Who. */
  DeviceUser user();

  /**
   * A holder of whose pod no use was ever seen.
   *
   * @param since from when on use would have been seen without a gap
   */
  record AllocatedNeverUsed(Device device, DeviceUser user, Instant since)
      implements AllocationMismatch {}

  /**
   * A pod uses a device that nobody was given.
   *
   * @param share its processes and what they use
   */
  record UsedNotAllocated(Device device, DeviceUser user, Share share)
      implements AllocationMismatch {}

  /**
   * A pod uses a device that other pods were given.
   *
   * @param share its processes and what they use
   * @param holders who was given it
   */
  record UsedByAnotherPod(Device device, DeviceUser user, Share share, List<DeviceUser> holders)
      implements AllocationMismatch {
    public UsedByAnotherPod {
      holders = List.copyOf(holders);
    }
  }
}
