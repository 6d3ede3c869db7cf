package io.gpunodeagent.agent.metrics.catalogue;

import static io.gpunodeagent.agent.metrics.catalogue.UseMetric.gauge;

import io.gpunodeagent.core.attribution.AllocationMismatch;
import io.gpunodeagent.core.attribution.DeviceUserMemory;
import io.gpunodeagent.core.attribution.Occupant;
import io.gpunodeagent.core.usage.Activity;
import io.gpunodeagent.core.usage.PodUsage;
import java.util.List;

/** Users that hold nothing, disagreements of allocation and use, and pods as a whole. */
final class PartyMetrics {

  private static final String PROCESSES = "processes";
  private static final String BYTES = "bytes";
  private static final String LIMITS = "cgroups, `nvmlDeviceGetMemoryLimits_v1`";

  private PartyMetrics() {}

  /** Series of those who use a device without having been given it. */
  static List<UseMetric<Occupant>> users() {
    return List.of(
        gauge(
                "gpu_foreign_processes",
                "count",
                "Processes on a device that was not given to their container",
                PROCESSES,
                (Occupant user, Samples out) -> out.add(relation(user), user.share().pids().size()))
            .labelled("relation"),
        gauge(
                "gpu_foreign_memory_bytes",
                BYTES,
                "Memory used on a device that was not given to the container",
                PROCESSES,
                (Occupant user, Samples out) ->
                    Words.figure(user.share().memoryBytes())
                        .ifPresent(bytes -> out.add(relation(user), bytes)))
            .labelled("relation"),
        gauge(
                "gpu_foreign_sm_ratio",
                "0-1",
                "SM use on a device that was not given to the container",
                PROCESSES,
                (Occupant user, Samples out) ->
                    Words.figure(user.share().smPercent())
                        .ifPresent(percent -> out.add(relation(user), percent / Words.PERCENT)))
            .labelled("relation"));
  }

  /** Series of where allocation and use disagree. */
  static List<UseMetric<AllocationMismatch>> findings() {
    return List.of(
        gauge(
                "gpu_finding",
                "1",
                "Allocation and use are proven to disagree",
                "kubelet, processes",
                (AllocationMismatch finding, Samples out) ->
                    out.add(Words.label("kind", kind(finding)), 1))
            .labelled("kind"));
  }

  /** Series of containers with a memory limit on a GPU. */
  static List<UseMetric<DeviceUserMemory>> memories() {
    return List.of(
        gauge(
            "gpu_container_memory_used_bytes",
            BYTES,
            "Device memory charged to the cgroup of a container that has a limit",
            LIMITS,
            (memory, out) -> out.add(memory.memory().usedBytes())),
        gauge(
            "gpu_container_memory_soft_limit_bytes",
            BYTES,
            "Device memory the container is guaranteed",
            LIMITS,
            (memory, out) -> memory.memory().softLimitBytes().ifPresent(out::add)),
        gauge(
            "gpu_container_memory_hard_limit_bytes",
            BYTES,
            "Device memory beyond which the container's allocations fail",
            LIMITS,
            (memory, out) -> memory.memory().hardLimitBytes().ifPresent(out::add)));
  }

  /** Series of pods that hold devices. */
  static List<UseMetric<PodUsage>> pods() {
    return List.of(
        gauge(
                "gpu_pod_gpus",
                "count",
                "Devices the pod holds on this node, by their state",
                "samples since the agent first saw the allocation",
                PartyMetrics::gpus)
            .labelled("state"));
  }

  private static Samples.Extra relation(Occupant user) {
    return Words.label("relation", Words.of(user.relation()));
  }

  private static String kind(AllocationMismatch finding) {
    return switch (finding) {
      case AllocationMismatch.AllocatedNeverUsed _ -> "allocated_never_used";
      case AllocationMismatch.UsedNotAllocated _ -> "used_not_allocated";
      case AllocationMismatch.UsedByAnotherPod _ -> "used_by_another_pod";
    };
  }

  private static void gpus(PodUsage pod, Samples out) {
    for (var state : Activity.values()) {
      out.add(Words.label("state", Words.of(state)), pod.gpus().getOrDefault(state, 0));
    }
  }
}
