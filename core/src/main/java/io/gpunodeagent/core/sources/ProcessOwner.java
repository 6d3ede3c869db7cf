// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.sources;

/** What a process's cgroup says of its owner. */
public sealed interface ProcessOwner {

  /**
   * A process of a container of a pod.
   *
   * @param podUid with dashes; 32 hexadecimal digits without dashes for a static pod (the kubelet's
   *     own id)
   * @param containerId 64 hexadecimal digits; empty text when the path names only the pod
   */
  record InPod(String podUid, String containerId) implements ProcessOwner {}

  /**
   * A process outside any pod.
   *
   * @param unit the cgroup it runs in, such as {@code /system.slice/nvidia-persistenced.service}
   */
  record OnHost(String unit) implements ProcessOwner {}

  /**
   * The process could not be looked at.
   *
   * @param reason one line
   */
  record Hidden(String reason) implements ProcessOwner {}
}
