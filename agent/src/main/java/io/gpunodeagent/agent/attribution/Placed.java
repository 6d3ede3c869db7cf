package io.gpunodeagent.agent.attribution;

import io.gpunodeagent.agent.attribution.DeviceIndex.Slot;
import io.gpunodeagent.agent.snapshot.Allocation;
import io.gpunodeagent.agent.snapshot.DeviceId;
import io.gpunodeagent.agent.snapshot.PodInfo;
import java.util.Optional;

/**
 * An allocation matched with a device.
 *
 * @param pod the holder's; empty when it cannot be told which
 */
record Placed(Allocation allocation, Slot slot, Optional<PodInfo> pod) {

  /** Who holds it. */
  Party.Container party() {
    return new Party.Container(allocation.holder(), pod.map(PodInfo::uid));
  }

  /** Whether two pods cannot hold it at the same time; several may share a DRA claim. */
  boolean exclusive() {
    return unshared() && allocation.claim().isEmpty();
  }

  /** Whether nothing about it says that others may be given the same. */
  boolean unshared() {
    return !inShares() && !(allocation.device() instanceof DeviceId.All);
  }

  /** Whether it is one of several shares: a replica, or a part of the capacity of a DRA device. */
  boolean inShares() {
    return allocation.replica().isPresent()
        || allocation.claim().flatMap(Allocation.DraClaim::share).isPresent();
  }

  /** Whether both are of one pod, as far as names tell. */
  boolean samePod(Placed other) {
    var mine = allocation.holder();
    var theirs = other.allocation.holder();
    return mine.namespace().equals(theirs.namespace()) && mine.pod().equals(theirs.pod());
  }
}
