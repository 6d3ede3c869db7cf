// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Who holds and who uses one device. Each process NVML lists on it is in exactly one place: with an
 * occupant, the host or the residual. Where the device's figure is known, the figures of occupants
 * and host and the residual make up that figure, or more where processes claim more.
 *
 * @param visibility how far its process list may be believed
 * @param replicas in how many the kubelet has it to give out; empty when it is not given out so, or
 *     the kubelet does not tell
 * @param occupants holders in the kubelet's order, then other users in NVML's
 * @param host processes outside any pod
 * @param unattributed the rest
 */
public record AttributedDevice(
    Device device,
    Visibility visibility,
    Sharing sharing,
    OptionalInt replicas,
    List<Occupant> occupants,
    Share host,
    UnattributedUse unattributed) {

  public AttributedDevice {
    occupants = List.copyOf(occupants);
  }

  /** Those who were given the device. */
  public Stream<Occupant> holders() {
    return occupants.stream().filter(occupant -> occupant.relation() == Occupant.Relation.HOLDER);
  }

  /** How a device is given out. The lower-case name is a label value. */
  public enum Sharing {
    /** To nobody. */
    UNHELD,
    /** To one container. */
    EXCLUSIVE,
    /**
     * In shares of which others may be given more: replicas of time-slicing or the Multi-Process
     * Service, or parts of the capacity of a DRA device. One holder so far makes it no exclusive
     * device.
     */
    REPLICAS,
    /** To several containers in compute instances of one GPU instance. */
    COMPUTE_INSTANCES,
    /** To several containers as a whole: a shared claim, or every GPU to everyone. */
    COMMON
  }
}
