// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.pods;

import io.gpunodeagent.core.sources.PodInfo.Workload;
import io.gpunodeagent.core.text.KeyPatterns;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What labels and annotations of a pod say of the whole it belongs to. They are kept whatever the
 * configuration says.
 */
final class PodMarks {

  /** Labels that put a pod into a named group of pods that start and end together. */
  private static final Map<String, GroupKind> GROUP_LABELS =
      Map.of(
          "kueue.x-k8s.io/pod-group-name", new GroupKind("kueue.x-k8s.io", "Workload"),
          "scheduling.x-k8s.io/pod-group", new GroupKind("scheduling.x-k8s.io", "PodGroup"),
          "pod-group.scheduling.sigs.k8s.io", new GroupKind("scheduling.x-k8s.io", "PodGroup"));

  /** Volcano's and KAI's; both give every pod they schedule a group, also one that is alone. */
  private static final Map<String, GroupKind> GROUP_ANNOTATIONS =
      Map.of(
          "scheduling.k8s.io/group-name", new GroupKind("scheduling.volcano.sh", "PodGroup"),
          "pod-group-name", new GroupKind("scheduling.run.ai", "PodGroup"));

  /** Labels that operators give the pods of a gang, whatever owns them. */
  private static final Set<String> GANG_LABELS =
      Set.of(
          "jobset.sigs.k8s.io/jobset-name",
          "leaderworkerset.sigs.k8s.io/name",
          "training.kubeflow.org/job-name",
          "ray.io/cluster",
          "volcano.sh/job-name",
          "spark-app-selector",
          "grove.io/podgang");

  private static final String COMPLETION_INDEX = "batch.kubernetes.io/job-completion-index";

  /** KAI's and Run:ai's label of a pod that shares or reserves a GPU, or several. */
  private static final String GPU_GROUP = "runai-gpu-group";

  private static final String ONE_OF_GPU_GROUPS = GPU_GROUP + "/";

  /**
   * Annotations the agent acts on: exemptions of the usual autoscalers and its own, and what
   * schedulers of shared GPUs say a pod was given.
   */
  static final KeyPatterns ACTED_ON =
      new KeyPatterns(
          List.of(
              "gpu-node-agent.io/*",
              "karpenter.sh/do-not-disrupt",
              "cluster-autoscaler.kubernetes.io/safe-to-evict",
              "hami.io/vgpu-devices-allocated",
              "gpu-fraction",
              "gpu-memory",
              "gpu-fraction-container-name"));

  private Optional<Workload> group = Optional.empty();
  private final Set<String> gpuGroups = new HashSet<>();
  private boolean gang;
  private boolean indexed;

  /** Takes a label. */
  void label(String key, String value) {
    join(GROUP_LABELS, key, value);
    gang |= GANG_LABELS.contains(key);
    if (key.equals(GPU_GROUP) || key.startsWith(ONE_OF_GPU_GROUPS)) {
      gpuGroups.add(value);
    }
    indexed |= key.equals(COMPLETION_INDEX);
  }

  /** Whether an annotation says something of the whole. */
  static boolean known(String annotation) {
    return GROUP_ANNOTATIONS.containsKey(annotation) || annotation.equals(COMPLETION_INDEX);
  }

  /** Takes an annotation. */
  void annotation(String key, String value) {
    join(GROUP_ANNOTATIONS, key, value);
    indexed |= key.equals(COMPLETION_INDEX);
  }

  /** The pod's specification names a group for the scheduler. */
  void scheduledAsGroup() {
    gang = true;
  }

  /** The group of pods; empty when there is none. */
  Optional<Workload> group() {
    return group;
  }

  /** The groups of pods that share a GPU; empty for a pod that shares none so. */
  Set<String> gpuGroups() {
    return gpuGroups;
  }

  /** Whether the pod is part of a gang. */
  boolean gang() {
    return gang || group.isPresent();
  }

  /** Whether it has a completion index. */
  boolean indexed() {
    return indexed;
  }

  private void join(Map<String, GroupKind> kinds, String key, String value) {
    var kind = kinds.get(key);
    if (kind != null && !value.isEmpty()) {
      group = Optional.of(new Workload(kind.group(), kind.kind(), value, List.of()));
    }
  }

  private record GroupKind(String group, String kind) {}
}
