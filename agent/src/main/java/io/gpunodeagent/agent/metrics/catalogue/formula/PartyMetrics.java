// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue.formula;

import io.gpunodeagent.agent.metrics.catalogue.metric.Samples;
import io.gpunodeagent.agent.metrics.catalogue.metric.UseMetric.Reader;
import io.gpunodeagent.core.attribution.AllocationMismatch;
import io.gpunodeagent.core.attribution.DeviceUserMemory;
import io.gpunodeagent.core.attribution.Occupant;
import io.gpunodeagent.core.usage.PodUsage;
import io.gpunodeagent.core.usage.clock.Activity;
import java.util.Map;

/** Users that hold nothing, disagreements of allocation and use, and pods as a whole. */
public final class PartyMetrics {

  /** Of those who use a device without having been given it. */
  public static final Map<String, Reader<Occupant>> USERS =
      Map.of(
          "gpu_foreign_processes",
          (user, out) -> out.add(relation(user), user.share().pids().size()),
          "gpu_foreign_memory_bytes",
          (user, out) ->
              Words.figure(user.share().memoryBytes())
                  .ifPresent(bytes -> out.add(relation(user), bytes)),
          "gpu_foreign_sm_ratio",
          (user, out) ->
              Words.figure(user.share().smPercent())
                  .ifPresent(percent -> out.add(relation(user), percent / Words.PERCENT)));

  /** Of where allocation and use disagree. */
  public static final Map<String, Reader<AllocationMismatch>> FINDINGS =
      Map.of("gpu_finding", (finding, out) -> out.add(Words.label("kind", kind(finding)), 1));

  /** Of containers with a memory limit on a GPU. */
  public static final Map<String, Reader<DeviceUserMemory>> MEMORIES =
      Map.of(
          "gpu_container_memory_used_bytes",
          (memory, out) -> out.add(memory.memory().usedBytes()),
          "gpu_container_memory_soft_limit_bytes",
          (memory, out) -> memory.memory().softLimitBytes().ifPresent(out::add),
          "gpu_container_memory_hard_limit_bytes",
          (memory, out) -> memory.memory().hardLimitBytes().ifPresent(out::add));

  /** Of pods that hold devices. */
  public static final Map<String, Reader<PodUsage>> PODS =
      Map.of("gpu_pod_gpus", PartyMetrics::gpus);

  private PartyMetrics() {}

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
