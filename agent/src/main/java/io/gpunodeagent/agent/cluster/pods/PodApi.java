// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.pods;

import java.util.Map;
import java.util.Optional;

/** Requests about pods of this node, in the name of the agent's field manager. */
public interface PodApi {

  /** The pod as it is: {@link PodAnswer.Seen}, or why not. */
  PodAnswer read(PodTarget pod) throws InterruptedException;

  /**
   * Changes annotations of the pod if it is still exactly the one that was observed.
   *
   * @param changes values by key; an empty one removes the key
   * @return the pod after that, or {@link PodAnswer.Changed}
   */
  PodAnswer annotate(ObservedPod pod, Map<String, Optional<String>> changes)
      throws InterruptedException;

  /**
   * Asks for the eviction of the pod if it is still exactly the one that was observed. Disruption
   * budgets are honoured: {@link PodAnswer.Blocked}. It is never deleted in another way.
   */
  PodAnswer evict(ObservedPod pod) throws InterruptedException;

  /** Writes an Event. Writing it twice has the effect of writing it once. */
  PodAnswer record(PodTarget pod, PodEvent event) throws InterruptedException;
}
