// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import io.gpunodeagent.core.sources.SourceState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Compares allocation and use. */
final class AllocationMismatches {

  private AllocationMismatches() {}

  /**
   * What is proven at {@code now}: the kubelet answers, and read its list after the use began; a
   * container gets its devices before its first process runs, so a later list would name them.
   */
  static List<AllocationMismatch> of(
      Collection<AttributedDevice> devices, SourceState allocations, Instant now) {
    if (!(allocations instanceof SourceState.Up(var asOf))) {
      return List.of();
    }
    return devices.stream()
        .flatMap(
            device ->
                device.occupants().stream()
                    .map(occupant -> of(device, occupant, asOf, now))
                    .flatMap(Optional::stream))
        .toList();
  }

  private static Optional<AllocationMismatch> of(
      AttributedDevice device, Occupant occupant, Instant asOf, Instant now) {
    boolean listWouldName = occupant.since().isBefore(asOf);
    return switch (occupant.relation()) {
      case HOLDER ->
          occupant
              .holding()
              .map(Holding::watch)
              .filter(watch -> watch.lastUsed().isEmpty() && watch.since().isBefore(now))
              .map(
                  watch ->
                      new AllocationMismatch.AllocatedNeverUsed(
                          device.device(), occupant.user(), watch.since()));
      case UNALLOCATED ->
          Optional.<AllocationMismatch>of(
                  new AllocationMismatch.UsedNotAllocated(
                      device.device(), occupant.user(), occupant.share()))
              .filter(_ -> listWouldName);
      case FOREIGN ->
          Optional.<AllocationMismatch>of(
                  new AllocationMismatch.UsedByAnotherPod(
                      device.device(),
                      occupant.user(),
                      occupant.share(),
                      device.holders().map(Occupant::user).toList()))
              .filter(_ -> listWouldName);
      case SAME_POD, POSSIBLE_HOLDER, UNKNOWN -> Optional.empty();
    };
  }
}
