// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.benchmarks;

import io.gpunodeagent.agent.processes.ProcessLimits;
import io.gpunodeagent.agent.processes.ProcessReader;
import io.gpunodeagent.agent.sampling.Sampler;
import io.gpunodeagent.agent.sampling.SamplingConfig;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.attribution.Attribution;
import io.gpunodeagent.core.attribution.AttributionInputs;
import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.policy.Policies;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.sources.Allocation;
import io.gpunodeagent.core.sources.Allocations;
import io.gpunodeagent.core.sources.ContainerName;
import io.gpunodeagent.core.sources.DeviceId;
import io.gpunodeagent.core.sources.DraDevices;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.ProcessIdentity;
import io.gpunodeagent.core.sources.ProcessOwner;
import io.gpunodeagent.core.sources.ProcessTable;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.usage.Usage;
import io.gpunodeagent.core.usage.clock.UsageRules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a pass costs beyond sampling: looking up the processes of every GPU in {@code /proc},
 * joining them with what the kubelet gave out, keeping usage, and asking fifty rules, of which the
 * last is every pod's. Each MIG device of the scenario is a pod's; the processes are real ones,
 * started for it and spread over the devices.
 *
 * <p>Usage: {@code AttributionPass LIBRARY SCENARIO [PROCESSES [PASSES]]}
 */
public final class AttributionPass {

  private static final int WARM_UP = 500;
  private static final long MEMORY = 1L << 30;

  private final List<NodeSnapshot> passes = new ArrayList<>();
  private final List<Allocation> allocations = new ArrayList<>();
  private final List<PodInfo> pods = new ArrayList<>();
  private final Map<Long, ProcessIdentity> owners = new HashMap<>();

  private AttributionPass(NodeSnapshot node, long[] pids, int count) {
    var processes = new HashMap<String, List<GpuProcess>>();
    var devices = give(node);
    for (int i = 0; i < pids.length; i++) {
      var device = devices.get(i % devices.size());
      processes
          .computeIfAbsent(device.gpu(), _ -> new ArrayList<>())
          .add(process(pids[i], device.instance()));
      owners.put(pids[i], identity(pids[i], i % devices.size()));
    }
    // Every pass of a running agent brings a snapshot of its own.
    for (int pass = 0; pass < count; pass++) {
      passes.add(at(node, 1 + pass, processes));
    }
  }

  private record MigDevice(String gpu, int instance) {}

  /** Runs the passes and prints a line for each part. */
  public static void main(String[] arguments) throws IOException {
    var processes = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1000;
    var passes = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 500;
    var started = new ArrayList<Process>();
    try {
      for (int i = 0; i < processes; i++) {
        started.add(new ProcessBuilder("sleep", "600").start());
      }
      var pids = started.stream().mapToLong(Process::pid).toArray();
      new AttributionPass(sample(arguments), pids, WARM_UP + passes).measure();
    } finally {
      started.forEach(Process::destroy);
    }
  }

  private static NodeSnapshot sample(String[] arguments) {
    var library = Optional.of(Path.of(arguments[0]));
    var scenario = Map.of("NVML_SIMULATOR_SCENARIO", arguments[1]);
    var config =
        Configured.byDefault()
            .sampling()
            .withSource(new SamplingConfig.Source(library, scenario, true, Optional.empty()));
    try (var sampler = new Sampler(config, Attribution.PLAN, SamplerClock.system())) {
      return sampler.sampleOnce();
    }
  }

  /** Gives each MIG device of the node to a pod. */
  private List<MigDevice> give(NodeSnapshot node) {
    var devices = new ArrayList<MigDevice>();
    for (var gpu : node.gpus()) {
      for (var instance : gpu.migInstances()) {
        var name = "pod-" + devices.size();
        var id = new DeviceId.Mig(instance.computeInstances().getFirst().uuid());
        devices.add(new MigDevice(gpu.identity().uuid(), instance.gpuInstanceId()));
        allocations.add(
            new Allocation(
                new ContainerName("ns", name, "main"),
                "nvidia.com/mig-1g.10gb",
                id,
                OptionalInt.empty(),
                Optional.empty()));
        pods.add(pod(name, node.takenAt().minus(Duration.ofHours(1))));
      }
    }
    return devices;
  }

  private static PodInfo pod(String name, Instant start) {
    var container =
        new PodInfo.Container(
            "main", Optional.of(name + "/main"), PodInfo.Kind.MAIN, Optional.of(start), 0);
    return new PodInfo(
        "uid-" + name,
        "ns",
        name,
        Optional.empty(),
        "Running",
        Optional.of(start),
        List.of(container),
        Optional.empty(),
        PodInfo.Gang.ALONE,
        Optional.empty(),
        OptionalInt.empty(),
        "Burstable",
        Map.of(),
        Map.of(),
        Set.of());
  }

  private static GpuProcess process(long pid, int instance) {
    return new GpuProcess(
        pid,
        Set.of(GpuProcess.Kind.COMPUTE),
        OptionalLong.of(MEMORY),
        OptionalInt.of(instance),
        OptionalInt.of(0));
  }

  private static ProcessIdentity identity(long pid, int pod) {
    var owner = new ProcessOwner.InPod("uid-pod-" + pod, "pod-" + pod + "/main");
    return new ProcessIdentity(pid, 1, "python3", owner);
  }

  private static NodeSnapshot at(
      NodeSnapshot node, long second, Map<String, List<GpuProcess>> processes) {
    var when = node.takenAt().plusSeconds(second);
    var gpus =
        node.gpus().stream()
            .map(
                gpu ->
                    new GpuSample(
                        gpu.identity(),
                        gpu.condition(),
                        when,
                        gpu.readings(),
                        gpu.migEnabled(),
                        new ArrayList<>(gpu.migInstances()),
                        gpu.nvLinks(),
                        Reading.of(List.copyOf(processes.get(gpu.identity().uuid()))),
                        gpu.events()))
            .toList();
    return new NodeSnapshot(
        node.sequence(),
        when,
        Duration.ofSeconds(second),
        node.driver(),
        true,
        gpus,
        node.topology(),
        node.statistics());
  }

  private void measure() {
    var reader = new ProcessReader(Path.of("/proc"), ProcessLimits.standard(), System::nanoTime);
    var state = new SourceState.Up(passes.getFirst().takenAt());
    var given = new Allocations(state, allocations, Allocations.off().allocatable());
    var known = new Pods(state, pods);
    var table = new ProcessTable(new ProcessTable.Visibility.Full(), Map.of(), owners);
    var by = UsageRules.defaults(Duration.ofSeconds(1));
    var rules = FiftyRules.of(by);
    var meter = new Meter(WARM_UP);
    var attributed = AttributedSnapshot.starting(passes.getFirst());
    var usage = Usage.none();
    var policies = Policies.none();
    for (var node : passes) {
      meter.begin();
      reader.read(node);
      meter.end("process lookup");
      attributed =
          Attribution.join(
              new AttributionInputs(node, given, DraDevices.off(), table, known), attributed);
      meter.end("attribution");
      usage = usage.after(attributed, known, by);
      meter.end("usage");
      var judged = new Policies.Judged(usage, by, Health.unknown(node.takenAt()));
      policies = policies.after(attributed, known, judged, rules);
      meter.end(FiftyRules.COUNT + " rules");
    }
    meter.print(
        passes.getFirst().gpus().size()
            + " GPUs, "
            + policies.decisions().size()
            + " pods, "
            + owners.size()
            + " processes");
  }
}
