// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution.placement;

import io.gpunodeagent.core.attribution.device.DeviceIndex.Slot;
import io.gpunodeagent.core.attribution.device.DeviceUser;
import io.gpunodeagent.core.sources.Allocation;
import io.gpunodeagent.core.sources.DeviceId;
import io.gpunodeagent.core.sources.PodInfo;
import java.util.List;
import java.util.Optional;

/**
 * An allocation matched with a device.
 *
 * @param pod the holder's; empty when it is unknown which
 * @param portion how much of the device it gives
 * @param members those the holder keeps the device for; none when it holds it for itself
 */
public record PlacedAllocation(
    Allocation allocation,
    Slot slot,
    Optional<PodInfo> pod,
    Basis basis,
    Portion portion,
    List<PlacedAllocation> members) {

  public PlacedAllocation {
    members = List.copyOf(members);
  }

  /** Given for the holder's own use. */
  static PlacedAllocation of(
      Allocation allocation, Slot slot, Optional<PodInfo> pod, Basis basis, Portion portion) {
    return new PlacedAllocation(allocation, slot, pod, basis, portion, List.of());
  }

  /** The same, kept for others. */
  PlacedAllocation keptFor(List<PlacedAllocation> others) {
    return new PlacedAllocation(allocation, slot, pod, basis, portion, others);
  }

  /** Those who hold the device by it. */
  List<PlacedAllocation> holders() {
    return members.isEmpty() ? List.of(this) : members;
  }

  /** Who was given it. */
  public DeviceUser.Container user() {
    return new DeviceUser.Container(allocation.holder(), pod.map(PodInfo::uid));
  }

  /** Whether two pods cannot hold it at the same time; several may share a DRA claim. */
  boolean exclusive() {
    return unshared() && allocation.claim().isEmpty();
  }

  /** Whether nothing about it says that others may be given the same. */
  public boolean unshared() {
    return !inShares() && !(allocation.device() instanceof DeviceId.All);
  }

  /** Whether it is one of several shares. */
  public boolean inShares() {
    return portion.shared();
  }

  /** Whether both are of one pod, as far as names tell. */
  boolean samePod(PlacedAllocation other) {
    var mine = allocation.holder();
    var theirs = other.allocation.holder();
    return mine.namespace().equals(theirs.namespace()) && mine.pod().equals(theirs.pod());
  }
}
