// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is read from the API server.
 *
 * @param pods whether the pods of this node are watched
 * @param resourceSlices whether the ResourceSlices of this node's DRA devices are watched
 * @param kubeconfig names the API server; without it the pod's own service account does
 * @param nodeName this node's name in the cluster; empty text when it is not known, and then
 *     nothing is read
 * @param podLabels labels of pods that are kept: a key, or the beginning of keys and {@code *}
 * @param podAnnotations annotations of pods that are kept beside those the agent itself acts on
 * @param draDrivers drivers whose ResourceSlices are read
 * @param timeout of one request other than a watch, 1 s to 60 s
 */
public record ClusterConfig(
    boolean pods,
    boolean resourceSlices,
    Optional<Path> kubeconfig,
    String nodeName,
    List<String> podLabels,
    List<String> podAnnotations,
    Set<String> draDrivers,
    Duration timeout) {

  public ClusterConfig {
    podLabels = List.copyOf(podLabels);
    podAnnotations = List.copyOf(podAnnotations);
    draDrivers = Set.copyOf(draDrivers);
  }

  /** Nothing is read, from no server. */
  public ClusterConfig off() {
    return new ClusterConfig(
        false, false, Optional.empty(), "", podLabels, podAnnotations, draDrivers, timeout);
  }

  /** Whether anything is read. */
  public boolean enabled() {
    return !nodeName.isEmpty() && (pods || resourceSlices);
  }
}
