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

  /** Whether its id does not say that others may be given the same. */
  boolean unshared() {
    return allocation.replica().isEmpty() && !(allocation.device() instanceof DeviceId.All);
  }

  /** Whether both are of one pod, as far as names tell. */
  boolean samePod(Placed other) {
    var mine = allocation.holder();
    var theirs = other.allocation.holder();
    return mine.namespace().equals(theirs.namespace()) && mine.pod().equals(theirs.pod());
  }
}
