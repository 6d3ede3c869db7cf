// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution.placement;

import io.gpunodeagent.core.attribution.device.DeviceIndex;
import io.gpunodeagent.core.attribution.placement.Unplaced.Reason;
import io.gpunodeagent.core.sources.Allocation;
import java.util.List;
import java.util.Optional;

/**
 * Says who holds which device by an allocation the kubelet lists. Sources are asked in the order of
 * {@link #all}; the first that knows the allocation's kind decides, because it knows more than
 * those behind it.
 */
sealed interface HolderSource permits GpuReservations, HamiAnnotations, KubeletIds {

  /** Those there are, the one that outweighs all others first. */
  static List<HolderSource> all(List<Allocation> listed, DeviceIndex devices, PodIndex pods) {
    return List.of(
        new GpuReservations(devices, pods),
        new HamiAnnotations(listed, devices, pods),
        new KubeletIds(devices, pods));
  }

  /** What follows from {@code allocation}; empty when it is of no kind this source knows. */
  Optional<Answer> of(Allocation allocation);

  /** What follows from an allocation. */
  sealed interface Answer {

    /** Somebody holds these; at least one. */
    record Held(List<PlacedAllocation> placed) implements Answer {

      public Held {
        placed = List.copyOf(placed);
      }
    }

    /** Nobody can be named as the holder of anything. */
    record Unknown(Reason reason) implements Answer {}
  }
}
