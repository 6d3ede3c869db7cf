// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.offer;

import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.health.cause.GpuState;
import io.gpunodeagent.core.labels.mig.MigProfileName;
import io.gpunodeagent.core.labels.plugin.MigStrategy;
import io.gpunodeagent.core.labels.plugin.Sharing;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigInstance.ComputeInstance;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Collects a {@link DeviceOffer}. Confined to one call. */
final class OfferCollector {

  private static final String GPU = "nvidia.com/gpu";
  private static final String MIG = "nvidia.com/mig-";

  private final NodeSnapshot node;
  private final Health health;
  private final Sharing sharing;
  private final TreeMap<String, List<OfferedDevice>> found = new TreeMap<>();

  OfferCollector(NodeSnapshot node, Health health, Sharing sharing) {
    this.node = node;
    this.health = health;
    this.sharing = sharing;
  }

  DeviceOffer collect(MigStrategy strategy) {
    switch (strategy) {
      case NONE -> node.gpus().forEach(this::whole);
      case SINGLE -> single();
      case MIXED -> node.gpus().forEach(this::mixed);
    }
    return new DeviceOffer(found);
  }

  private void single() {
    if (node.gpus().stream().noneMatch(GpuSample::migEnabled)) {
      node.gpus().forEach(this::whole);
    } else if (alike()) {
      node.gpus().forEach(gpu -> split(gpu, _ -> Optional.of(GPU)));
    }
  }

  /** Whether every GPU has MIG devices, all of one profile. */
  private boolean alike() {
    var profiles =
        node.gpus().stream()
            .flatMap(gpu -> devices(gpu).map(device -> MigProfileName.of(gpu, device)))
            .distinct()
            .toList();
    return profiles.size() == 1
        && profiles.getFirst().isPresent()
        && node.gpus().stream().allMatch(gpu -> devices(gpu).findAny().isPresent());
  }

  private void mixed(GpuSample gpu) {
    if (gpu.migEnabled()) {
      split(gpu, device -> MigProfileName.of(gpu, device).map(MIG::concat));
    } else {
      whole(gpu);
    }
  }

  private void whole(GpuSample gpu) {
    add(GPU, gpu, gpu.identity().uuid());
  }

  private void split(GpuSample gpu, Function<ComputeInstance, Optional<String>> resource) {
    devices(gpu)
        .forEach(device -> resource.apply(device).ifPresent(name -> add(name, gpu, device.uuid())));
  }

  private static Stream<ComputeInstance> devices(GpuSample gpu) {
    return gpu.migInstances().stream().flatMap(instance -> instance.computeInstances().stream());
  }

  private void add(String resource, GpuSample gpu, String uuid) {
    var devices = found.computeIfAbsent(sharing.offeredAs(resource), _ -> new ArrayList<>());
    int replicas = sharing.replicas(resource);
    for (int number = 0; number < replicas; number++) {
      var id = replicas == 1 ? uuid : OfferedDevice.replica(uuid, number);
      devices.add(new OfferedDevice(id, healthy(gpu), numaNode(gpu)));
    }
  }

  /** A degraded GPU still works; one that is not known is given to nobody. */
  private boolean healthy(GpuSample gpu) {
    return Optional.ofNullable(health.gpus().get(gpu.identity().uuid()))
        .filter(known -> known.state().compareTo(GpuState.UNKNOWN) < 0)
        .isPresent();
  }

  private Optional<Integer> numaNode(GpuSample gpu) {
    var affinities = node.topology().affinities();
    int index = gpu.identity().index();
    return index < affinities.size()
        ? affinities.get(index).memoryNodes().toOptional().flatMap(OfferCollector::single)
        : Optional.empty();
  }

  /** The only NUMA node of a list. */
  private static Optional<Integer> single(String nodes) {
    return nodes.matches("[0-9]{1,4}") ? Optional.of(Integer.valueOf(nodes)) : Optional.empty();
  }
}
