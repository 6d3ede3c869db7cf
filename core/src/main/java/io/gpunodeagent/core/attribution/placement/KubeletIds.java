// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution.placement;

import io.gpunodeagent.core.attribution.device.DeviceIndex;
import io.gpunodeagent.core.attribution.placement.Unplaced.Reason;
import io.gpunodeagent.core.sources.Allocation;
import io.gpunodeagent.core.sources.DeviceId;
import java.util.Optional;

/** The ids of device plugins and DRA drivers, taken at their word. */
record KubeletIds(DeviceIndex devices, PodIndex pods) implements HolderSource {

  @Override
  public Optional<Answer> of(Allocation allocation) {
    var slots = devices.find(allocation.device());
    if (slots.isEmpty()) {
      return Optional.of(new Answer.Unknown(reason(allocation.device())));
    }
    var pod = pods.holder(allocation.holder());
    var basis = new Basis.KubeletId();
    return Optional.of(
        new Answer.Held(
            slots.stream()
                .map(slot -> PlacedAllocation.of(allocation, slot, pod, basis, portion(allocation)))
                .toList()));
  }

  private static Reason reason(DeviceId device) {
    return switch (device) {
      case DeviceId.Unrecognised _ -> Reason.UNKNOWN_FORM;
      case DeviceId.Slot _ -> Reason.NAMES_NO_DEVICE;
      case DeviceId.Gpu _,
          DeviceId.Mig _,
          DeviceId.MigOfGpu _,
          DeviceId.Minor _,
          DeviceId.Dra _,
          DeviceId.All _ ->
          Reason.UNKNOWN_DEVICE;
    };
  }

  private static Portion portion(Allocation allocation) {
    if (allocation.replica().isPresent()) {
      return new Portion.Replica(allocation.replica().getAsInt());
    }
    boolean part = allocation.claim().flatMap(Allocation.DraClaim::share).isPresent();
    return part ? new Portion.Unstated() : new Portion.Whole();
  }
}
