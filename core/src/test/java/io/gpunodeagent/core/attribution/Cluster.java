// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.attribution.device.DeviceUser;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.sources.Allocatable;
import io.gpunodeagent.core.sources.Allocation;
import io.gpunodeagent.core.sources.Allocations;
import io.gpunodeagent.core.sources.ContainerName;
import io.gpunodeagent.core.sources.DeviceId;
import io.gpunodeagent.core.sources.DraDevices;
import io.gpunodeagent.core.sources.PodBuilder;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.ProcessIdentity;
import io.gpunodeagent.core.sources.ProcessOwner;
import io.gpunodeagent.core.sources.ProcessTable;
import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import io.gpunodeagent.core.sources.SourceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * What the kubelet, the API server and {@code /proc} say, for tests. Pod {@code a} has UID {@code
 * uid-a} and, unless said otherwise, one container {@code main} with id {@code a/main}.
 */
public final class Cluster {

  /** When every snapshot of these tests is taken, unless said otherwise. */
  public static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  /** When the kubelet's list was read and the pods were known. */
  public static final Instant LISTED = NOW.minusSeconds(5);

  /** When pods started. */
  public static final Instant STARTED = NOW.minus(Duration.ofHours(1));

  private final List<Allocation> allocations = new ArrayList<>();
  private final List<PodInfo> pods = new ArrayList<>();
  private final Map<Long, ProcessIdentity> processes = new HashMap<>();
  private final Map<DeviceId.Dra, String> dra = new HashMap<>();
  private SourceState kubelet = new SourceState.Up(LISTED);
  private Allocatable allocatable = new Allocatable.Unknown("not told");
  private SourceState api = new SourceState.Up(LISTED);
  private Visibility visibility = new Visibility.Full();

  /** A running pod with a container {@code main}. */
  public Cluster pod(String name) {
    return pod(name, "uid-" + name, "Running", Optional.of(STARTED), "main");
  }

  /** A running pod with containers. */
  public Cluster pod(String name, String... containers) {
    return pod(name, "uid-" + name, "Running", Optional.of(STARTED), containers);
  }

  /** A pod. */
  public Cluster pod(
      String name, String uid, String phase, Optional<Instant> start, String... containers) {
    return pod(name, uid, Optional.empty(), phase, start, containers);
  }

  /** A static pod as the API server shows it. */
  public Cluster staticPod(String name, String uid, String configHash) {
    return pod(name, uid, Optional.of(configHash), "Running", Optional.of(STARTED), "main");
  }

  private Cluster pod(
      String name,
      String uid,
      Optional<String> configHash,
      String phase,
      Optional<Instant> start,
      String... containers) {
    var listed = new ArrayList<PodInfo.Container>();
    for (var container : containers) {
      listed.add(PodBuilder.container(container, Optional.of(name + "/" + container), start));
    }
    pods.add(
        new PodBuilder(uid, "ns", name)
            .staticPodId(configHash)
            .phase(phase)
            .startedAt(start)
            .containers(listed)
            .build());
    return this;
  }

  /** A device given to container {@code main} of a pod. */
  public Cluster give(String pod, DeviceId device) {
    return give(pod, "main", device);
  }

  /** A device given to a container. */
  public Cluster give(String pod, String container, DeviceId device) {
    return give(
        new Allocation(
            name(pod, container), "nvidia.com/gpu", device, OptionalInt.empty(), Optional.empty()));
  }

  /** A whole GPU given to container {@code main} of a pod. */
  public Cluster give(String pod, int gpu) {
    return give(pod, new DeviceId.Gpu("GPU-" + gpu));
  }

  /** A replica of a shared GPU. */
  public Cluster replica(String pod, int gpu, int replica) {
    return give(
        new Allocation(
            name(pod, "main"),
            "nvidia.com/gpu.shared",
            new DeviceId.Gpu("GPU-" + gpu),
            OptionalInt.of(replica),
            Optional.empty()));
  }

  /** A device of a DRA claim. */
  public Cluster claim(String pod, String container, String claim, String device) {
    return claim(name(pod, container), claim, device, Optional.empty());
  }

  /** A share of the capacity of a DRA device. */
  public Cluster share(String pod, String claim, String device, String share) {
    return claim(name(pod, "main"), claim, device, Optional.of(share));
  }

  private Cluster claim(ContainerName holder, String claim, String device, Optional<String> share) {
    var id = new DeviceId.Dra("gpu.nvidia.com", "node", device);
    return give(
        new Allocation(
            holder,
            "gpu.nvidia.com",
            id,
            OptionalInt.empty(),
            Optional.of(
                new Allocation.DraClaim(claim, "ns", "gpu.nvidia.com", "node", device, share))));
  }

  /** What the kubelet has to give out. */
  public Cluster allocatable(Allocatable.Entry... entries) {
    allocatable = new Allocatable.Known(List.of(entries));
    return this;
  }

  /** A slot of a plugin that chooses the device itself. */
  public Cluster slot(String pod, String container, int gpu, int number) {
    return give(pod, container, new DeviceId.Slot("GPU-" + gpu, number));
  }

  /** What the API server says of the latest pod besides. */
  public Cluster with(UnaryOperator<PodBuilder> more) {
    pods.add(more.apply(PodBuilder.like(pods.removeLast())).build());
    return this;
  }

  /** Any allocation. */
  public Cluster give(Allocation allocation) {
    allocations.add(allocation);
    return this;
  }

  /** What a ResourceSlice says of a device. */
  public Cluster slice(String device, String uuid) {
    dra.put(new DeviceId.Dra("gpu.nvidia.com", "node", device), uuid);
    return this;
  }

  /** A process of container {@code main} of a pod. */
  public Cluster runs(String pod, long pid) {
    return runs(pod, "main", pid);
  }

  /** A process of a container. */
  public Cluster runs(String pod, String container, long pid) {
    return process(pid, "python", new ProcessOwner.InPod("uid-" + pod, pod + "/" + container));
  }

  /** A process. */
  public Cluster process(long pid, String command, ProcessOwner owner) {
    processes.put(pid, new ProcessIdentity(pid, 1, command, owner));
    return this;
  }

  /** How far process lists may be believed. */
  public Cluster seeing(Visibility other) {
    visibility = other;
    return this;
  }

  /** Whether the kubelet answers. */
  public Cluster kubelet(SourceState state) {
    kubelet = state;
    return this;
  }

  /** Whether the API server answers. */
  public Cluster api(SourceState state) {
    api = state;
    return this;
  }

  /** What is joined for a node of these GPUs. */
  public AttributionInputs inputs(Instant now, GpuBuilder... gpus) {
    return new AttributionInputs(
        GpuBuilder.node(now, gpus),
        new Allocations(kubelet, allocations, allocatable),
        new DraDevices(api, dra),
        new ProcessTable(visibility, Map.of(), processes),
        new Pods(api, pods));
  }

  /** The first join. */
  public AttributedSnapshot join(GpuBuilder... gpus) {
    var inputs = inputs(NOW, gpus);
    return Attribution.join(inputs, AttributedSnapshot.starting(inputs.node()));
  }

  /** A join some time after {@code previous}, with the kubelet's list read again. */
  public AttributedSnapshot join(AttributedSnapshot previous, Duration later, GpuBuilder... gpus) {
    var now = previous.node().takenAt().plus(later);
    if (kubelet instanceof SourceState.Up) {
      kubelet = new SourceState.Up(now.minusMillis(1));
    }
    return Attribution.join(inputs(now, gpus), previous);
  }

  /** A container of namespace {@code ns}. */
  public static ContainerName name(String pod, String container) {
    return new ContainerName("ns", pod, container);
  }

  /** Container {@code main} of a pod with its UID. */
  public static DeviceUser user(String pod) {
    return user(pod, "main");
  }

  /** A container of a pod with its UID. */
  public static DeviceUser user(String pod, String container) {
    return new DeviceUser.Container(name(pod, container), Optional.of("uid-" + pod));
  }

  /** A GPU as a device. */
  public static Device gpu(int index) {
    return new Device.Gpu("GPU-" + index);
  }

  /** A GPU instance as a device. */
  public static Device instance(int index, int id) {
    return new Device.GpuInstance("GPU-" + index, id);
  }
}
