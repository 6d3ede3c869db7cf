// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution.placement;

import io.gpunodeagent.core.sources.PodInfo;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Who has an exclusive device that the kubelet lists for several pods. It gives such a device out
 * again only when the earlier pod is done, so the pod that started last has it.
 */
final class ExclusiveHolder {

  private ExclusiveHolder() {}

  /**
   * Those of {@code claimants} that hold: all when they are of one pod; those of the pod that
   * started later than all others; none when that is unknown, also because one start is.
   */
  static List<PlacedAllocation> rightful(List<PlacedAllocation> claimants) {
    if (claimants.size() < 2 || ofOnePod(claimants)) {
      return claimants;
    }
    var starts = claimants.stream().map(ExclusiveHolder::start).flatMap(Optional::stream).toList();
    if (starts.size() < claimants.size()) {
      return List.of();
    }
    var latest = Optional.of(Collections.max(starts));
    var last = claimants.stream().filter(placed -> start(placed).equals(latest)).toList();
    return ofOnePod(last) ? last : List.of();
  }

  private static boolean ofOnePod(List<PlacedAllocation> claimants) {
    return claimants.stream().allMatch(claimants.getFirst()::samePod);
  }

  private static Optional<Instant> start(PlacedAllocation placed) {
    return placed.pod().flatMap(PodInfo::startedAt);
  }
}
