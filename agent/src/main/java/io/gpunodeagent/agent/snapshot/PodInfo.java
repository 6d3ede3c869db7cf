package io.gpunodeagent.agent.snapshot;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept of a pod of this node.
 *
 * @param uid of the pod object
 * @param staticPodId the kubelet's own id of a static pod: annotation {@code
 *     kubernetes.io/config.hash}
 * @param phase such as {@code Running}
 * @param containers by name, every kind of container
 * @param labels the allowlisted ones
 * @param annotations the configured ones
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
    Optional<String> priorityClass,
    String qosClass,
    Map<String, String> labels,
    Map<String, String> annotations) {

  public PodInfo {
    containers = List.copyOf(containers);
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /**
   * A container.
   *
   * @param name in the pod
   * @param containerId 64 hexadecimal digits without the runtime's prefix; empty until it runs
   * @param kind which list it is in
   */
  public record Container(String name, Optional<String> containerId, Kind kind) {}

  /** The lists of containers in a pod. */
  public enum Kind {
    MAIN,
    INIT,
    EPHEMERAL
  }

  /**
   * The object at the top of the chain of controlling owners.
   *
   * @param kind such as {@code Deployment} or {@code PyTorchJob}
   * @param name its name
   */
  public record Workload(String kind, String name) {}
}
