// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import io.gpunodeagent.core.attribution.AttributedDevice;
import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.policy.decision.PodDecision.PodRef;
import io.gpunodeagent.core.policy.decision.PodDecision.SeenContainer;
import io.gpunodeagent.core.policy.rule.Match.Sharing;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.usage.AllocationKey;
import io.gpunodeagent.core.usage.PodUsage;
import io.gpunodeagent.core.usage.Usage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A pod that holds devices of this node, and what rules ask of it.
 *
 * @param info empty when the API server has not reported it
 * @param products names of the GPUs its devices are or lie on
 * @param sharings how its devices are given out; {@link Sharing#ANY} for one given out otherwise
 */
record HeldPod(
    PodRef ref,
    Optional<PodInfo> info,
    List<AllocationKey> allocations,
    Set<String> products,
    Set<Sharing> sharings,
    List<SeenContainer> containers) {

  /** The pods of {@code usage}, in the order of their devices. */
  static Collection<HeldPod> all(Usage usage, AttributedSnapshot attributed, Pods pods) {
    var infos = new HashMap<String, PodInfo>();
    pods.entries().forEach(info -> infos.put(info.uid(), info));
    var gpus = new HashMap<String, GpuSample>();
    attributed.node().gpus().forEach(gpu -> gpus.put(gpu.identity().uuid(), gpu));
    var held = new LinkedHashMap<PodRef, HeldPod>();
    for (var key : usage.accounts().keySet()) {
      var container = key.container();
      var ref = new PodRef(container.namespace(), container.pod(), key.podUid());
      var pod = held.get(ref);
      if (pod == null) {
        pod = of(ref, ref.uid().map(infos::get));
        held.put(ref, pod);
      }
      pod.add(key, gpus, attributed.devices());
    }
    return held.values();
  }

  private static HeldPod of(PodRef ref, Optional<PodInfo> info) {
    return new HeldPod(
        ref,
        info,
        new ArrayList<>(),
        new HashSet<>(),
        EnumSet.noneOf(Sharing.class),
        new ArrayList<>());
  }

  private void add(
      AllocationKey key, Map<String, GpuSample> gpus, Map<Device, AttributedDevice> devices) {
    allocations.add(key);
    var gpu = gpus.get(key.device().gpuUuid());
    var device = devices.get(key.device());
    if (gpu != null) {
      products.add(gpu.identity().name());
    }
    if (device != null) {
      sharings.add(Sharings.of(device, gpu));
    }
    var name = key.container().container();
    for (var known : containers) {
      if (known.name().equals(name)) {
        return;
      }
    }
    containers.add(seen(name));
  }

  private SeenContainer seen(String name) {
    if (info.isPresent()) {
      for (var each : info.get().containers()) {
        if (each.name().equals(name)) {
          return new SeenContainer(name, each.containerId(), OptionalInt.of(each.restarts()));
        }
      }
    }
    return new SeenContainer(name, Optional.empty(), OptionalInt.empty());
  }

  PodUsage.Key key() {
    return new PodUsage.Key(ref.namespace(), ref.name(), ref.uid());
  }
}
