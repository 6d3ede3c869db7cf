// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution.placement;

import io.gpunodeagent.core.attribution.device.DeviceIndex;
import io.gpunodeagent.core.attribution.placement.HamiDevices.Given;
import io.gpunodeagent.core.attribution.placement.Unplaced.Reason;
import io.gpunodeagent.core.sources.Allocation;
import io.gpunodeagent.core.sources.ContainerName;
import io.gpunodeagent.core.sources.DeviceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The devices of slots, by the annotation HAMi's scheduler puts on the pod. Its device plugin
 * ignores which slots the kubelet picked, so their ids say nothing without the annotation.
 *
 * <p>The annotation names no containers. It has a part for each container that was given devices,
 * in the order of the pod's specification, which is also the kubelet's; where parts and containers
 * do not match in number and size, as with init containers of their own devices, nobody is named.
 */
final class HamiAnnotations implements HolderSource {

  private static final String ANNOTATION = "hami.io/vgpu-devices-allocated";

  private final DeviceIndex devices;
  private final PodIndex pods;
  private final Map<PodIndex.PodName, SequencedMap<ContainerName, List<DeviceId.Slot>>> slots =
      new LinkedHashMap<>();

  HamiAnnotations(List<Allocation> listed, DeviceIndex devices, PodIndex pods) {
    this.devices = devices;
    this.pods = pods;
    for (var allocation : listed) {
      if (allocation.device() instanceof DeviceId.Slot slot) {
        slots
            .computeIfAbsent(PodIndex.PodName.of(allocation.holder()), _ -> new LinkedHashMap<>())
            .computeIfAbsent(allocation.holder(), _ -> new ArrayList<>(1))
            .add(slot);
      }
    }
  }

  @Override
  public Optional<Answer> of(Allocation allocation) {
    if (!(allocation.device() instanceof DeviceId.Slot slot)) {
      return Optional.empty();
    }
    var pod = pods.holder(allocation.holder());
    return Optional.of(
        pod.map(known -> known.annotations().get(ANNOTATION))
            .flatMap(annotation -> given(annotation, allocation.holder(), slot))
            .map(
                given ->
                    devices.find(new DeviceId.Gpu(given.gpuUuid())).stream()
                        .map(
                            device ->
                                PlacedAllocation.of(
                                    allocation,
                                    device,
                                    pod,
                                    new Basis.HamiAnnotation(),
                                    given.portion()))
                        .toList())
            .map(
                placed ->
                    placed.isEmpty()
                        ? new Answer.Unknown(Reason.UNKNOWN_DEVICE)
                        : new Answer.Held(placed))
            .orElseGet(() -> new Answer.Unknown(Reason.NAMES_NO_DEVICE)));
  }

  /** The device of one of a container's slots. */
  private Optional<Given> given(String annotation, ContainerName container, DeviceId.Slot slot) {
    var ofPod = slots.getOrDefault(PodIndex.PodName.of(container), new LinkedHashMap<>());
    var parts = HamiDevices.parse(annotation);
    var sizes = ofPod.values().stream().map(List::size).toList();
    if (!parts.stream().map(List::size).toList().equals(sizes)) {
      return Optional.empty();
    }
    var part = parts.get(List.copyOf(ofPod.sequencedKeySet()).indexOf(container));
    return Optional.of(part.get(ofPod.getOrDefault(container, List.of()).indexOf(slot)));
  }
}
