// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution.placement;

import io.gpunodeagent.core.attribution.device.DeviceIndex;
import io.gpunodeagent.core.sources.Allocation;
import io.gpunodeagent.core.sources.ContainerName;
import io.gpunodeagent.core.sources.PodInfo;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * GPUs that a pod of KAI or Run:ai keeps for a group of pods that share it. The kubelet lists the
 * keeper alone; a label joins it with the members, which say by annotation how much they were
 * given.
 */
record GpuReservations(DeviceIndex devices, PodIndex pods) implements HolderSource {

  private static final String CONTAINER = "gpu-fraction-container-name";

  @Override
  public Optional<Answer> of(Allocation allocation) {
    var keeper = pods.holder(allocation.holder()).filter(GpuFraction::keeps);
    if (keeper.isEmpty()) {
      return Optional.empty();
    }
    var slots = devices.find(allocation.device());
    var placed = slots.stream().map(slot -> kept(allocation, slot, keeper.get())).toList();
    boolean used = placed.stream().anyMatch(each -> !each.members().isEmpty());
    return used ? Optional.of(new Answer.Held(placed)) : Optional.empty();
  }

  private PlacedAllocation kept(Allocation allocation, DeviceIndex.Slot slot, PodInfo keeper) {
    var own =
        PlacedAllocation.of(
            allocation, slot, Optional.of(keeper), new Basis.KubeletId(), new Portion.Whole());
    var members =
        keeper.gpuGroups().stream()
            .flatMap(group -> pods.ofGpuGroup(group).stream())
            .distinct()
            .flatMap(pod -> member(own, pod).stream())
            .toList();
    return own.keptFor(members);
  }

  private static Optional<PlacedAllocation> member(PlacedAllocation own, PodInfo pod) {
    var portion = GpuFraction.of(pod);
    var container = container(pod);
    if (portion.isEmpty() || container.isEmpty()) {
      return Optional.empty();
    }
    var kept = own.allocation();
    var allocation =
        new Allocation(
            new ContainerName(pod.namespace(), pod.name(), container.get()),
            kept.resource(),
            kept.device(),
            OptionalInt.empty(),
            Optional.empty());
    return Optional.of(
        PlacedAllocation.of(
            allocation,
            own.slot(),
            Optional.of(pod),
            new Basis.Reservation(kept.holder()),
            portion.get()));
  }

  /** The one an annotation names, or else the first that is no init container. */
  private static Optional<String> container(PodInfo pod) {
    var named = Optional.ofNullable(pod.annotations().get(CONTAINER));
    List<String> names =
        pod.containers().stream()
            .filter(each -> named.isPresent() || each.kind() == PodInfo.Kind.MAIN)
            .map(PodInfo.Container::name)
            .toList();
    return named.isPresent() ? named.filter(names::contains) : names.stream().findFirst();
  }
}
