// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import io.gpunodeagent.core.usage.evidence.Evidence.Source;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What has been seen of one device.
 *
 * @param contended time within the window in which several holders were active at once and all use
 *     was seen
 * @param fairness Jain's index of the compute shares over the entitlements, above 0 to 1: 1 is
 *     fair; empty when it was not contended
 * @param conflicts samples in which a source said rest while another proved use, by the source not
 *     believed, since the agent started; those of instances are with their GPU
 */
public record DeviceUsage(
    Duration contended, OptionalDouble fairness, Map<Source, Long> conflicts) {

  public DeviceUsage {
    conflicts = Map.copyOf(conflicts);
  }
}
