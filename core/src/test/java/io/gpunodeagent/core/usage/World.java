// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.attribution.Attribution;
import io.gpunodeagent.core.attribution.AttributionInputs;
import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.sources.Allocatable;
import io.gpunodeagent.core.sources.Allocation;
import io.gpunodeagent.core.sources.Allocation.DraClaim;
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
import io.gpunodeagent.core.usage.clock.Activity;
import io.gpunodeagent.core.usage.clock.UsageRules;
import io.gpunodeagent.core.usage.evidence.ActivityThresholds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A node on which time passes, for tests: pod {@code a} of namespace {@code ns} has UID {@code
 * uid-a} and a container {@code main} with id {@code a/1}. One sample a second, a window of a
 * minute, no warm-up, unless said otherwise.
 */
public final class World {

  public static final Duration SECOND = Duration.ofSeconds(1);
  public static final Duration WINDOW = Duration.ofMinutes(1);
  public static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  private final Map<String, String> uids = new LinkedHashMap<>();
  private final Map<String, Optional<String>> containers = new HashMap<>();
  private final List<Allocation> allocations = new ArrayList<>();
  private final Map<Long, ProcessIdentity> processes = new HashMap<>();
  private Optional<SourceState> kubelet = Optional.empty();
  private Optional<SourceState> api = Optional.empty();
  private Visibility visibility = new Visibility.Full();
  private UsageRules rules =
      new UsageRules(
          SECOND, WINDOW, Duration.ZERO, Duration.ofMinutes(10), ActivityThresholds.defaults());
  private Usage usage = Usage.none();
  private Optional<AttributedSnapshot> attributed = Optional.empty();
  private Instant wall = START;
  private Duration monotonic = Duration.ofSeconds(-5);
  private final Map<String, UnaryOperator<PodInfo>> facts = new HashMap<>();
  private Optional<Watcher> watcher = Optional.empty();
  private final Map<DeviceId, Integer> replicas = new HashMap<>();
  private boolean tellsAllocatable = true;
  private String namespace = "ns";

  /** Somebody who goes on from what is seen of the node. */
  public interface Watcher {

    /** A sample was taken. */
    void sampled(AttributedSnapshot attributed, Pods pods, Usage usage, UsageRules rules);

    /** The agent restarted. */
    void restarted(String bootBefore, String bootAfter);
  }

  public World watchedBy(Watcher other) {
    watcher = Optional.of(other);
    return this;
  }

  /** What else the API server tells of a pod. */
  public World tells(String pod, UnaryOperator<PodInfo> more) {
    facts.put(pod, more);
    return this;
  }

  /** The namespace of all pods. */
  public World namespace(String other) {
    namespace = other;
    return this;
  }

  public World rules(UsageRules other) {
    rules = other;
    return this;
  }

  /** The same rules with a warm-up. */
  public World warmUp(Duration warmUp) {
    return rules(
        new UsageRules(rules.period(), rules.window(), warmUp, rules.keep(), rules.thresholds()));
  }

  public UsageRules rules() {
    return rules;
  }

  /** A running pod. */
  public World pod(String name) {
    return pod(name, "uid-" + name, Optional.of(name + "/1"));
  }

  /** A pod; any other of that name is gone. */
  public World pod(String name, String uid, Optional<String> containerId) {
    uids.put(name, uid);
    containers.put(name, containerId);
    return this;
  }

  /** A pod with a whole GPU. */
  public World holds(String pod, int gpu) {
    return uids.containsKey(pod)
        ? give(pod, new DeviceId.Gpu("GPU-" + gpu), OptionalInt.empty())
        : pod(pod).holds(pod, gpu);
  }

  /** A pod with a replica of a GPU. */
  public World replica(String pod, int gpu, int replica) {
    return uids.containsKey(pod)
        ? give(pod, new DeviceId.Gpu("GPU-" + gpu), OptionalInt.of(replica))
        : pod(pod).replica(pod, gpu, replica);
  }

  /** In how many replicas the kubelet says it has a GPU; else in as many as it takes. */
  public World replicas(int gpu, int count) {
    replicas.put(new DeviceId.Gpu("GPU-" + gpu), count);
    return this;
  }

  /** The kubelet does not say what it has to give out. */
  public World withoutAllocatable() {
    tellsAllocatable = false;
    return this;
  }

  /** A pod with the first compute instance of a GPU instance. */
  public World instance(String pod, int gpu, int id) {
    return uids.containsKey(pod)
        ? give(pod, new DeviceId.Mig("MIG-" + gpu + "-" + id + "-0"), OptionalInt.empty())
        : pod(pod).instance(pod, gpu, id);
  }

  /** A pod with a part of the capacity of a GPU, by a DRA claim of its own. */
  public World share(String pod, int gpu) {
    if (!uids.containsKey(pod)) {
      return pod(pod).share(pod, gpu);
    }
    var claim =
        new DraClaim(pod, namespace, "gpu.nvidia.com", "node", "gpu-" + gpu, Optional.of(pod));
    return give(pod, new DeviceId.Gpu("GPU-" + gpu), OptionalInt.empty(), Optional.of(claim));
  }

  private World give(String pod, DeviceId device, OptionalInt replica) {
    return give(pod, device, replica, Optional.empty());
  }

  private World give(String pod, DeviceId device, OptionalInt replica, Optional<DraClaim> claim) {
    allocations.add(
        new Allocation(
            new ContainerName(namespace, pod, "main"), "nvidia.com/gpu", device, replica, claim));
    return this;
  }

  /** The kubelet lists the pod no more. */
  public World takeAway(String pod) {
    allocations.removeIf(allocation -> allocation.holder().pod().equals(pod));
    return this;
  }

  /** A process in the pod's container. */
  public World runs(String pod, long pid) {
    return process(
        pid,
        "python",
        new ProcessOwner.InPod(
            uids.getOrDefault(pod, ""),
            containers.getOrDefault(pod, Optional.empty()).orElse("not running")));
  }

  public World process(long pid, String command, ProcessOwner owner) {
    processes.put(pid, new ProcessIdentity(pid, 1, command, owner));
    return this;
  }

  public World gone(long pid) {
    processes.remove(pid);
    return this;
  }

  public World seeing(Visibility other) {
    visibility = other;
    return this;
  }

  /** The kubelet's state; empty for up. */
  public World kubelet(Optional<SourceState> state) {
    kubelet = state;
    return this;
  }

  /** The API server's state; empty for up. */
  public World api(Optional<SourceState> state) {
    api = state;
    return this;
  }

  /** Time passes without a sample. */
  public World pass(Duration time) {
    wall = wall.plus(time);
    monotonic = monotonic.plus(time);
    return this;
  }

  /** Somebody sets the wall clock. */
  public World setClock(Duration by) {
    wall = wall.plus(by);
    return this;
  }

  /**
   * The agent restarts: what it remembers is written and read; the monotonic clock starts again.
   */
  public World restart(String bootBefore, String bootAfter) {
    usage = Usage.restored(usage.memory(bootBefore), bootAfter);
    watcher.ifPresent(each -> each.restarted(bootBefore, bootAfter));
    attributed = Optional.empty();
    monotonic = Duration.ofHours(3);
    return this;
  }

  /** A second passes and a sample is taken. */
  public World sample(GpuBuilder... gpus) {
    return pass(rules.period()).sampleNow(gpus);
  }

  /** A sample is taken. */
  public World sampleNow(GpuBuilder... gpus) {
    var built = GpuBuilder.node(wall, gpus);
    var node =
        new NodeSnapshot(
            built.sequence(),
            wall,
            monotonic,
            built.driver(),
            false,
            built.gpus(),
            built.topology(),
            built.statistics());
    var inputs =
        new AttributionInputs(
            node,
            new Allocations(kubelet.orElse(new SourceState.Up(wall)), allocations, allocatable()),
            DraDevices.off(),
            new ProcessTable(visibility, Map.of(), processes),
            pods());
    var joined =
        Attribution.join(inputs, attributed.orElseGet(() -> AttributedSnapshot.starting(node)));
    attributed = Optional.of(joined);
    usage = usage.after(joined, inputs.pods(), rules);
    watcher.ifPresent(each -> each.sampled(joined, inputs.pods(), usage, rules));
    return this;
  }

  /** A sample each second for as long as {@code time}. */
  public World samples(Duration time, Supplier<GpuBuilder> gpu) {
    for (long i = 0; i < time.dividedBy(rules.period()); i++) {
      sample(gpu.get());
    }
    return this;
  }

  private Allocatable allocatable() {
    if (!tellsAllocatable) {
      return new Allocatable.Unknown("not told");
    }
    var numbers = new LinkedHashMap<DeviceId, Set<Integer>>();
    for (var allocation : allocations) {
      var device = allocation.device();
      int most = allocation.replica().orElse(-1) + 1;
      int count = Math.max(most, replicas.getOrDefault(device, 0));
      IntStream.range(0, count)
          .forEach(i -> numbers.computeIfAbsent(device, _ -> new TreeSet<>()).add(i));
    }
    return new Allocatable.Known(
        numbers.entrySet().stream()
            .map(one -> new Allocatable.Entry("of " + one.getKey(), one.getKey(), one.getValue()))
            .toList());
  }

  private Pods pods() {
    var entries = new ArrayList<PodInfo>();
    uids.forEach(
        (name, uid) ->
            entries.add(facts.getOrDefault(name, UnaryOperator.identity()).apply(pod(name, uid))));
    var state = api.orElse(new SourceState.Up(wall));
    return state instanceof SourceState.Off ? Pods.off() : new Pods(state, entries);
  }

  private PodInfo pod(String name, String uid) {
    var id = containers.getOrDefault(name, Optional.empty());
    return new PodBuilder(uid, namespace, name)
        .startedAt(Optional.of(Instant.EPOCH))
        .containers(List.of(PodBuilder.container("main", id, id.map(_ -> Instant.EPOCH))))
        .build();
  }

  public Usage usage() {
    return usage;
  }

  /** The account of the one device a pod holds. */
  public Account account(String pod) {
    return usage.accounts().entrySet().stream()
        .filter(entry -> entry.getKey().container().pod().equals(pod))
        .map(Map.Entry::getValue)
        .reduce(
            (one, other) -> {
              throw new AssertionError(pod + " holds several devices");
            })
        .orElseThrow();
  }

  public Activity activity(String pod) {
    return account(pod).activity();
  }

  public DeviceUsage device(int gpu) {
    return Optional.ofNullable(usage.devices().get(new Device.Gpu("GPU-" + gpu))).orElseThrow();
  }

  public PodUsage podUsage(String pod) {
    return Optional.ofNullable(
            usage.pods().get(new PodUsage.Key("ns", pod, Optional.of("uid-" + pod))))
        .orElseThrow();
  }
}
