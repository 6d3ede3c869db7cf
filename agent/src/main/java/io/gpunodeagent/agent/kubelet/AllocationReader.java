// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.kubelet;

import io.gpunodeagent.core.attribution.device.DeviceIds;
import io.gpunodeagent.core.sources.Allocation;
import io.gpunodeagent.core.sources.Allocation.DraClaim;
import io.gpunodeagent.core.sources.ContainerName;
import io.gpunodeagent.core.sources.DeviceId;
import io.gpunodeagent.core.text.KeyPatterns;
import io.gpunodeagent.kubelet.v1.ClaimResource;
import io.gpunodeagent.kubelet.v1.ContainerDevices;
import io.gpunodeagent.kubelet.v1.ContainerResources;
import io.gpunodeagent.kubelet.v1.DynamicResource;
import io.gpunodeagent.kubelet.v1.PodResources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Makes allocations of the pods of one answer: of GPUs alone, each device of a container once,
 * names kept as they are.
 *
 * <p>Names beyond any that Kubernetes admits, more than {@link #MOST} entries and answers too large
 * for the heap refuse the answer: half of it would be as wrong as none of it.
 */
final class AllocationReader implements ElementStream.Elements<PodResources> {

  /** Entries of an answer. */
  static final int MOST = 100_000;

  private static final int LONGEST_NAME = 512;

  // What is kept takes about this many bytes, besides the characters of names.
  private static final int ENTRY_BYTES = 48;
  private static final int NAME_BYTES = 48;

  private final KubeletConfig config;
  private final KeyPatterns resources;
  private final long memory;
  private final List<Allocation> entries = new ArrayList<>();
  private final Map<Object, Object> known = new HashMap<>();
  private long used;

  /**
   * A reader of one answer.
   *
   * @param config says what is a GPU
   * @param memory bytes the entries may take
   */
  AllocationReader(KubeletConfig config, long memory) {
    this.config = config;
    resources = KeyPatterns.of(config.resources());
    this.memory = memory;
  }

  /** What was read so far, in the kubelet's order. */
  List<Allocation> entries() {
    return entries;
  }

  @Override
  public void accept(PodResources pod) throws KubeletException {
    for (var container : pod.getContainersList()) {
      if (hasGpu(container)) {
        readContainer(pod, container);
      }
    }
  }

  private void readContainer(PodResources pod, ContainerResources container)
      throws KubeletException {
    var holder =
        new ContainerName(
            sharedName("namespace", pod.getNamespace()),
            sharedName("pod name", pod.getName()),
            sharedName("container name", container.getName()));
    var found = new LinkedHashSet<Allocation>();
    readDevices(holder, container, found);
    readClaims(holder, container, found);
    entries.addAll(found);
    if (entries.size() > MOST) {
      throw new KubeletException("more than " + MOST + " allocated GPUs");
    }
    take((long) ENTRY_BYTES * found.size());
  }

  private boolean hasGpu(ContainerResources container) {
    return container.getDevicesList().stream().anyMatch(this::isGpu)
        || container.getDynamicResourcesList().stream()
            .flatMap(claim -> claim.getClaimResourcesList().stream())
            .anyMatch(this::isGpu);
  }

  private void readDevices(
      ContainerName holder, ContainerResources container, Set<Allocation> found)
      throws KubeletException {
    for (ContainerDevices devices : container.getDevicesList()) {
      if (!isGpu(devices)) {
        continue;
      }
      var resource = sharedName("resource name", devices.getResourceName());
      for (var id : devices.getDeviceIdsList()) {
        var parsed = DeviceIds.parse(id);
        var device = shared(parsed.device(), id.length());
        found.add(new Allocation(holder, resource, device, parsed.replica(), Optional.empty()));
      }
    }
  }

  private void readClaims(ContainerName holder, ContainerResources container, Set<Allocation> found)
      throws KubeletException {
    for (DynamicResource claim : container.getDynamicResourcesList()) {
      for (ClaimResource device : claim.getClaimResourcesList()) {
        if (isGpu(device)) {
          found.add(allocation(holder, claim, device));
        }
      }
    }
  }

  private Allocation allocation(ContainerName holder, DynamicResource claim, ClaimResource device)
      throws KubeletException {
    var driver = sharedName("driver name", device.getDriverName());
    var pool = sharedName("pool name", device.getPoolName());
    var name = sharedName("device name", deviceName(device));
    return new Allocation(
        holder,
        driver,
        shared(new DeviceId.Dra(driver, pool, name), 0),
        OptionalInt.empty(),
        Optional.of(
            new DraClaim(
                sharedName("claim name", claim.getClaimName()),
                sharedName("claim namespace", claim.getClaimNamespace()),
                driver,
                pool,
                name,
                device.hasShareId()
                    ? Optional.of(sharedName("share id", device.getShareId()))
                    : Optional.empty())));
  }

  /** The device's name; when the kubelet gives none, the one its CDI device is named after. */
  private static String deviceName(ClaimResource device) {
    if (!device.getDeviceName().isEmpty() || device.getCdiDevicesCount() == 0) {
      return device.getDeviceName();
    }
    return DeviceIds.draDeviceOfCdi(device.getCdiDevices(0).getName());
  }

  private boolean isGpu(ClaimResource device) {
    return config.draDrivers().contains(device.getDriverName());
  }

  private boolean isGpu(ContainerDevices devices) {
    return resources.accepts(devices.getResourceName());
  }

  private String sharedName(String what, String name) throws KubeletException {
    if (name.length() > LONGEST_NAME) {
      throw new KubeletException("a " + what + " of " + name.length() + " characters");
    }
    return shared(name, name.length());
  }

  /** The first of equal values: the shares of a device are many, the device is one. */
  @SuppressWarnings("unchecked")
  private <T> T shared(T value, int characters) throws KubeletException {
    var first = known.putIfAbsent(value, value);
    if (first == null) {
      take(NAME_BYTES + characters);
    }
    return first == null ? value : (T) first;
  }

  private void take(long bytes) throws KubeletException {
    used += bytes;
    if (used > memory) {
      throw new KubeletException(
          "the allocations take more than " + memory / 1024 + " KiB; a larger heap admits more");
    }
  }
}
