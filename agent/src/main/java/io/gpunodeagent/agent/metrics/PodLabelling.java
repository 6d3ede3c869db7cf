package io.gpunodeagent.agent.metrics;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What DCGM's series say of a device's holders beside pod, namespace and container.
 *
 * @param podUid whether the label {@code pod_uid} is added
 * @param labelPrefix put before the names of the pod's own labels; empty when they are not added
 * @param virtualGpus whether the label {@code vgpu} names the replicas held
 * @param hpcJobs directory of files that name the batch jobs of each GPU
 * @param annotations of pods, by key, that {@code gpu_allocation_info} shows
 */
public record PodLabelling(
    boolean podUid,
    Optional<String> labelPrefix,
    boolean virtualGpus,
    Optional<Path> hpcJobs,
    List<String> annotations) {

  public PodLabelling {
    annotations = List.copyOf(annotations);
  }

  /** None of it. */
  public static PodLabelling defaults() {
    return new PodLabelling(false, Optional.empty(), false, Optional.empty(), List.of());
  }
}
