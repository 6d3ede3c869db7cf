// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.kubelet;

import io.gpunodeagent.core.attribution.device.DeviceIds;
import io.gpunodeagent.core.sources.Allocatable;
import io.gpunodeagent.core.sources.DeviceId;
import io.gpunodeagent.core.text.KeyPatterns;
import io.gpunodeagent.kubelet.v1.ContainerDevices;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Makes of an answer which GPUs there are to give out, and in which replicas. */
final class AllocatableReader implements ElementStream.Elements<ContainerDevices> {

  /** Ids of an answer; 16 GPUs in 48 replicas have 768. */
  static final int MOST = 20_000;

  private final KeyPatterns resources;
  private final Map<Device, Set<Integer>> replicas = new LinkedHashMap<>();
  private int read;

  private record Device(String resource, DeviceId id) {}

  /** A reader of one answer; {@code config} says what is a GPU. */
  AllocatableReader(KubeletConfig config) {
    resources = KeyPatterns.of(config.resources());
  }

  /** What was read so far, in the kubelet's order. */
  Allocatable.Known known() {
    var entries = new ArrayList<Allocatable.Entry>(replicas.size());
    replicas.forEach(
        (device, numbers) ->
            entries.add(new Allocatable.Entry(device.resource(), device.id(), numbers)));
    return new Allocatable.Known(entries);
  }

  @Override
  public void accept(ContainerDevices devices) throws KubeletException {
    if (!resources.accepts(devices.getResourceName())) {
      return;
    }
    for (var id : devices.getDeviceIdsList()) {
      if (++read > MOST) {
        throw new KubeletException("more than " + MOST + " allocatable GPUs");
      }
      var parsed = DeviceIds.parse(id);
      var numbers =
          replicas.computeIfAbsent(
              new Device(devices.getResourceName(), parsed.device()), _ -> new TreeSet<>());
      parsed.replica().ifPresent(numbers::add);
    }
  }
}
