// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.sources.PodInfo.Workload;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.SourceState;
import java.util.Optional;
import java.util.Set;

/** Whether GPU Feature Discovery runs on this node, by its pod. */
public final class GpuFeatureDiscovery {

  /** What its container's name begins with, by the operator's manifests and by its own chart. */
  private static final String CONTAINER = "gpu-feature-discovery";

  private static final Set<String> OVER = Set.of("Succeeded", "Failed");

  private GpuFeatureDiscovery() {}

  /**
   * Whether it runs; empty when the pods of this node cannot be listed now and it was not among the
   * last ones known.
   */
  public static Optional<Boolean> runs(Pods pods) {
    if (pods.entries().stream().anyMatch(GpuFeatureDiscovery::isIts)) {
      return Optional.of(true);
    }
    return pods.state() instanceof SourceState.Up ? Optional.of(false) : Optional.empty();
  }

  /** Any pod may name its container so; only a DaemonSet's is taken for the real one. */
  private static boolean isIts(PodInfo pod) {
    return !OVER.contains(pod.phase())
        && pod.workload().filter(GpuFeatureDiscovery::startsAtDaemonSet).isPresent()
        && pod.containers().stream().anyMatch(one -> one.name().startsWith(CONTAINER));
  }

  /** The operator's DaemonSets are in turn owned by its ClusterPolicy. */
  private static boolean startsAtDaemonSet(Workload workload) {
    return workload.ownerKinds().stream().findFirst().filter("DaemonSet"::equals).isPresent();
  }
}
