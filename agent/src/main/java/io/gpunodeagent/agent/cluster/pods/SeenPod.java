// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.pods;

import io.gpunodeagent.agent.cluster.api.OwnerRef;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.sources.PodInfo.Workload;
import java.util.Optional;

/**
 * A pod as the API server gives it, before its owners are known.
 *
 * @param info without workload, its gang unknown
 * @param controller its controlling owner; empty for a static pod, whose owner is the node
 * @param group the group of pods that its labels or annotations put it in
 * @param marked whether its labels or annotations make it part of a gang
 * @param indexed whether it is one of several indexed pods of a Job, which may or may not depend on
 *     each other
 */
public record SeenPod(
    PodInfo info,
    Optional<OwnerRef> controller,
    Optional<Workload> group,
    boolean marked,
    boolean indexed) {

  /** The pod with what its owners say. */
  PodInfo resolved(Optional<Workload> workload, PodInfo.Gang gang) {
    return new PodInfo(
        info.uid(),
        info.namespace(),
        info.name(),
        info.staticPodId(),
        info.phase(),
        info.startedAt(),
        info.containers(),
        workload,
        gang,
        info.priorityClass(),
        info.priority(),
        info.qosClass(),
        info.labels(),
        info.annotations(),
        info.gpuGroups());
  }
}
