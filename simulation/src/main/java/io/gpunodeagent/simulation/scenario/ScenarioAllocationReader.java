// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.scenario;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * Reads what a container was given.
 *
 * @param pod when the pod lives: its GPU's layout is that of the pod's start
 */
record ScenarioAllocationReader(List<Gpu> gpus, String nodeName, String namespace, Span pod) {

  private static final String DEFAULT_RESOURCE = "nvidia.com/gpu";
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

  Container.Allocation read(At at) {
    at.only("device", "replica", "instance", "computeInstance", "claim", "id", "resource");
    var id = at.find("id");
    if (id.isPresent()) {
      alone(at, "device", "replica", "instance", "computeInstance", "claim");
      return plugin(at, id.get().text());
    }
    var gpu = gpu(at);
    var claim = at.find("claim");
    return claim.isPresent() ? claim(at, gpu, claim.get()) : plugin(at, deviceId(at, gpu));
  }

  /** The ids of one device that a plugin registers: its own, or one for each replica. */
  List<Container.Allocation.Plugin> offered(At at) {
    at.only("device", "replicas", "instance", "computeInstance", "id", "resource");
    var id = at.find("id");
    if (id.isPresent()) {
      alone(at, "device", "replicas", "instance", "computeInstance");
      return List.of(plugin(at, id.get().text()));
    }
    var device = deviceId(at, gpu(at));
    return at.find("replicas")
        .map(
            value ->
                LongStream.range(0, value.number(1, 1024))
                    .mapToObj(number -> plugin(at, device + "::" + number))
                    .toList())
        .orElseGet(() -> List.of(plugin(at, device)));
  }

  private Gpu gpu(At at) {
    var device = at.require("device", "device: 0, or id: with the device plugin's own name");
    if (gpus.isEmpty()) {
      throw device.fault("the node has no GPUs", "describe devices");
    }
    return gpus.get((int) device.number(0, gpus.size() - 1));
  }

  private static void alone(At at, String... excluded) {
    for (var key : excluded) {
      at.find(key)
          .ifPresent(
              value -> {
                throw value.fault("cannot be written beside id", "remove one of the two");
              });
    }
  }

  private static Container.Allocation.Plugin plugin(At at, String id) {
    var resource = at.find("resource").map(At::text).orElse(DEFAULT_RESOURCE);
    return new Container.Allocation.Plugin(resource, id);
  }

  private String deviceId(At at, Gpu gpu) {
    var id = at.find("instance").map(value -> migUuid(at, gpu, value)).orElse(gpu.uuid());
    return at.find("replica").map(value -> id + "::" + value.number(0, 1023)).orElse(id);
  }

  private String migUuid(At at, Gpu gpu, At instanceId) {
    var instance = instance(gpu, instanceId);
    var compute = at.find("computeInstance");
    int index = compute.map(value -> (int) value.number(0, 7)).orElse(0);
    if (index >= instance.computeUuids().size()) {
      throw compute
          .orElse(at)
          .fault("the GPU instance has no such compute instance", "use one of mig.instances");
    }
    return instance.computeUuids().get(index);
  }

  private Gpu.Instance instance(Gpu gpu, At id) {
    return gpu.layoutAt(pod.from())
        .flatMap(layout -> layout.instance(id.number(0, 127)))
        .orElseThrow(
            () ->
                id.fault(
                    "GPU %d has no such GPU instance when the pod starts".formatted(gpu.index()),
                    "use the id of one of mig.instances"));
  }

  private Container.Allocation claim(At at, Gpu gpu, At claim) {
    claim.only("name", "share");
    for (var key : List.of("replica", "resource", "computeInstance")) {
      at.find(key)
          .ifPresent(
              value -> {
                throw value.fault("cannot be written beside claim", "remove one of the two");
              });
    }
    var name =
        claim
            .require("name", "claim: {name: training-gpus}")
            .text(NAME, "not a name of Kubernetes", "use a-z, 0-9, - and .");
    var device =
        at.find("instance").map(id -> gpu.draName(instance(gpu, id))).orElseGet(gpu::draName);
    return new Container.Allocation.Claim(
        name,
        Derived.uid("claim", nodeName, namespace, name),
        device,
        claim.find("share").map(At::text).orElse(""));
  }
}
