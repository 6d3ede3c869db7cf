// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.selection;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What DCGM's series say of a device's holders.
 *
 * @param sharedGpuRows the rows of a device that several containers hold
 * @param podUid whether the label {@code pod_uid} is added
 * @param labelPrefix put before the names of the pod's own labels; empty when they are not added
 * @param virtualGpus whether the label {@code vgpu} names the replicas held
 * @param hpcJobs directory of files that name the batch jobs of each GPU
 * @param annotations of pods, by key, that {@code gpu_allocation_info} shows
 */
public record PodLabelling(
    SharedGpuRows sharedGpuRows,
    boolean podUid,
    Optional<String> labelPrefix,
    boolean virtualGpus,
    Optional<Path> hpcJobs,
    List<String> annotations) {

  /** The rows of a device that several containers hold. */
  public enum SharedGpuRows {
    /**
     * One, with the device's own figures, as any other device has. It names the pod when only one
     * pod holds the device, and no pod otherwise.
     */
    DEVICE,
    /**
     * One for each container, with its part of the figures that can be divided, and one for what
     * the parts leave. Figures that cannot be divided are repeated.
     */
    CONTAINERS
  }

  public PodLabelling {
    annotations = List.copyOf(annotations);
  }
}
