// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import io.gpunodeagent.core.attribution.device.DeviceUser;
import java.time.Instant;
import java.util.Optional;

/**
 * A party that holds or uses one device; one for each party and device.
 *
 * @param relation to the device's holders
 * @param since from when on it has been an occupant without a gap
 * @param holding what it was given; present exactly for {@link Relation#HOLDER}
 * @param share what it uses
 */
public record Occupant(
    DeviceUser user, Relation relation, Instant since, Optional<Holding> holding, Share share) {

  /** How a party stands to those who hold the device. The lower-case name is a label value. */
  public enum Relation {
    /** It was given the device. */
    HOLDER,
    /** Another container of a pod that was given it, such as one for debugging. */
    SAME_POD,
    /** The device was given to other pods. */
    FOREIGN,
    /** The device was given to nobody. */
    UNALLOCATED,
    /** Its pod was given a device that nobody can find; it may be this one. */
    POSSIBLE_HOLDER,
    /** Unknown, because allocations or pods are unknown. */
    UNKNOWN
  }
}
