// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.pods;

import io.gpunodeagent.agent.cluster.api.OwnerRef;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.sources.PodInfo.Gang;
import io.gpunodeagent.core.sources.PodInfo.Workload;
import java.util.Optional;
import java.util.Set;

/** What the owners of a pod say of it: its workload, and whether it can be judged by itself. */
public final class WorkloadRule {

  /** Kinds whose pods work as one. A Pod owns others in Spark and LeaderWorkerSet. */
  public static final Set<String> GANG_KINDS =
      Set.of(
          "PyTorchJob",
          "TFJob",
          "MPIJob",
          "XGBoostJob",
          "PaddleJob",
          "JAXJob",
          "MXJob",
          "TrainJob",
          "JobSet",
          "LeaderWorkerSet",
          "RayCluster",
          "RayJob",
          "RayService",
          "SparkApplication",
          "ScheduledSparkApplication",
          "DaskCluster",
          "DaskJob",
          "MiniCluster",
          "PodGroup",
          "PodClique",
          "PodCliqueSet",
          "AppWrapper",
          "Pod");

  private static final String VOLCANO = "batch.volcano.sh";

  private WorkloadRule() {}

  /** The pod with its workload as far as the chain goes. */
  static PodInfo resolve(SeenPod pod, OwnerChain chain) {
    return pod.resolved(workload(pod, chain), gang(pod, chain));
  }

  private static Optional<Workload> workload(SeenPod pod, OwnerChain chain) {
    if (chain.owners().isEmpty()) {
      return pod.group();
    }
    var top = chain.owners().getLast();
    var kinds = chain.owners().stream().map(OwnerRef::kind).toList();
    return Optional.of(new Workload(top.group(), top.kind(), top.name(), kinds));
  }

  private static Gang gang(SeenPod pod, OwnerChain chain) {
    if (pod.marked() || chain.owners().stream().anyMatch(WorkloadRule::isGang)) {
      return Gang.MEMBER;
    }
    return chain.complete() && !pod.indexed() ? Gang.ALONE : Gang.UNKNOWN;
  }

  private static boolean isGang(OwnerRef owner) {
    return GANG_KINDS.contains(owner.kind()) || owner.group().equals(VOLCANO);
  }
}
