// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution.placement;

import io.gpunodeagent.core.attribution.device.DeviceUser;
import io.gpunodeagent.core.sources.ContainerName;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.ProcessOwner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds pods by what cgroups and the kubelet call them. */
public final class PodIndex {

  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private final Instant asOf;
  private final Map<String, PodInfo> byUid = new HashMap<>();
  private final Map<PodName, List<PodInfo>> byName = new HashMap<>();
  private final Map<String, ContainerOfPod> byContainerId = new HashMap<>();
  private final Map<String, List<PodInfo>> byGpuGroup = new HashMap<>();

  /**
   * An index.
   *
   * @param asOf when the kubelet's list was read
   */
  public PodIndex(Pods pods, Instant asOf) {
    this.asOf = asOf;
    for (var pod : pods.entries()) {
      byUid.put(pod.uid(), pod);
      pod.staticPodId().ifPresent(id -> byUid.put(id, pod));
      byName
          .computeIfAbsent(new PodName(pod.namespace(), pod.name()), _ -> new ArrayList<>(1))
          .add(pod);
      for (var group : pod.gpuGroups()) {
        byGpuGroup.computeIfAbsent(group, _ -> new ArrayList<>(2)).add(pod);
      }
      for (var container : pod.containers()) {
        container
            .containerId()
            .ifPresent(id -> byContainerId.put(id, ContainerOfPod.of(pod, container)));
      }
    }
  }

  /** Whose container a process is in. A container that is another pod's proves the path a lie. */
  public DeviceUser user(ProcessOwner.InPod owner) {
    var pod = byUid.get(owner.podUid());
    var container = byContainerId.get(owner.containerId());
    if (pod == null || (container != null && !container.pod().uid().equals(pod.uid()))) {
      return new DeviceUser.UnknownPod(owner.podUid(), owner.containerId());
    }
    if (container == null) {
      return new DeviceUser.UnlistedContainer(
          pod.namespace(), pod.name(), pod.uid(), owner.containerId());
    }
    return container.user();
  }

  /** Whether every pod of the name has ended; not so when there is none. */
  boolean ended(ContainerName name) {
    var pods = named(name);
    return !pods.isEmpty() && pods.stream().allMatch(PodIndex::ended);
  }

  /**
   * The pod the kubelet meant by a name when its list was read. A pod that started later has the
   * name of an earlier one; a pod without a start may.
   *
   * @return empty when that is unknown
   */
  Optional<PodInfo> holder(ContainerName name) {
    var living = named(name).stream().filter(pod -> !ended(pod)).toList();
    if (living.size() != 1) {
      return Optional.empty();
    }
    return Optional.of(living.getFirst())
        .filter(pod -> pod.startedAt().filter(start -> !start.isAfter(asOf)).isPresent());
  }

  /** The pods that share or keep a GPU as one group, those that have ended left out. */
  List<PodInfo> ofGpuGroup(String group) {
    return byGpuGroup.getOrDefault(group, List.of()).stream().filter(pod -> !ended(pod)).toList();
  }

  /** The pods that share a GPU which another pod keeps for them. */
  List<PodInfo> sharingGpus() {
    return byGpuGroup.values().stream()
        .flatMap(List::stream)
        .filter(pod -> !ended(pod) && GpuFraction.shares(pod))
        .toList();
  }

  private List<PodInfo> named(ContainerName name) {
    return byName.getOrDefault(new PodName(name.namespace(), name.pod()), List.of());
  }

  private static boolean ended(PodInfo pod) {
    return ENDED.contains(pod.phase());
  }

  /** A pod as the kubelet names it. */
  public record PodName(String namespace, String name) {

    public static PodName of(PodInfo pod) {
      return new PodName(pod.namespace(), pod.name());
    }

    public static PodName of(ContainerName container) {
      return new PodName(container.namespace(), container.pod());
    }
  }

  /** Made once, looked up for every process. */
  private record ContainerOfPod(PodInfo pod, DeviceUser.Container user) {
    static ContainerOfPod of(PodInfo pod, PodInfo.Container container) {
      var name = new ContainerName(pod.namespace(), pod.name(), container.name());
      return new ContainerOfPod(pod, new DeviceUser.Container(name, Optional.of(pod.uid())));
    }
  }
}
