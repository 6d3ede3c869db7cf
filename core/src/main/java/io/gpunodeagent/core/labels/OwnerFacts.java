// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of who else labels this node.
 *
 * @param gfdRunning whether GPU Feature Discovery runs here, by its DaemonSet or its NodeFeature;
 *     empty when that could not be looked up
 * @param dra whether the cluster hands out GPUs by DRA, where GPU Feature Discovery is not deployed
 * @param manager the agent's own name as a field manager
 * @param labels those on the Node, by key
 */
public record OwnerFacts(
    Optional<Boolean> gfdRunning, boolean dra, String manager, Map<String, Held> labels) {

  public OwnerFacts {
    labels = Map.copyOf(labels);
  }

  /**
   * A label on the Node.
   *
   * @param value it has
   * @param managers that own it
   */
  public record Held(String value, Set<String> managers) {
    public Held {
      managers = Set.copyOf(managers);
    }
  }
}
