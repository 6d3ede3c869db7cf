// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.sources;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What is kept of a pod of this node.
 *
 * @param uid of the pod object
 * @param staticPodId the kubelet's own id of a static pod: annotation {@code
 *     kubernetes.io/config.hash}; empty for every other pod
 * @param phase such as {@code Running}
 * @param startedAt when the kubelet took the pod on: {@code status.startTime}, whole seconds
 * @param containers every kind of container, those of a kind in the order of the specification
 * @param workload empty when no object controls the pod and it is in no group of pods
 * @param gang whether the pod is one of several that work as one
 * @param priority {@code spec.priority}; empty when the cluster gives pods none
 * @param labels the allowlisted ones
 * @param annotations the configured ones and those the agent acts on
 * @param gpuGroups the groups by which KAI and Run:ai join pods that share a GPU with the pod that
 *     reserves it: values of the labels {@code runai-gpu-group} and {@code runai-gpu-group/…}
 */
public record PodInfo(
    String uid,
    String namespace,
    String name,
    Optional<String> staticPodId,
    String phase,
    Optional<Instant> startedAt,
    List<Container> containers,
    Optional<Workload> workload,
    Gang gang,
    Optional<String> priorityClass,
    OptionalInt priority,
    String qosClass,
    Map<String, String> labels,
    Map<String, String> annotations,
    Set<String> gpuGroups) {

  public PodInfo {
    containers = List.copyOf(containers);
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    gpuGroups = Set.copyOf(gpuGroups);
  }

  /**
   * A container.
   *
   * @param name in the pod
   * @param containerId 64 hexadecimal digits without the runtime's prefix; empty until it runs
   * @param kind which list it is in
   * @param startedAt when it began to run, whole seconds; empty while it does not run
   * @param restarts how often it was started again, from 0
   */
  public record Container(
      String name,
      Optional<String> containerId,
      Kind kind,
      Optional<Instant> startedAt,
      int restarts) {}

  /** The lists of containers in a pod. */
  public enum Kind {
    MAIN,
    INIT,
    EPHEMERAL
  }

  /** Whether a pod can be judged by itself. */
  public enum Gang {
    /**
     * One of several pods that work as one, such as a PyTorchJob's: only the whole can be judged.
     */
    MEMBER,
    /** Nothing of the pod or of its owners, all of them read, makes it part of a gang. */
    ALONE,
    /** It is unknown, such as while an owner cannot be read. */
    UNKNOWN
  }

  /**
   * The object at the top of the chain of controlling owners as far as it is known, or the group of
   * pods that a pod without owner names.
   *
   * @param group API group such as {@code apps}; empty text for the core group
   * @param kind such as {@code Deployment} or {@code PyTorchJob}
   * @param name its name
   * @param ownerKinds kinds of all controlling owners from the pod's own up to this object's, such
   *     as {@code [ReplicaSet, Deployment]}; empty for a group of pods
   */
  public record Workload(String group, String kind, String name, List<String> ownerKinds) {

    public Workload {
      ownerKinds = List.copyOf(ownerKinds);
    }
  }
}
