// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue.metric;

import io.gpunodeagent.core.attribution.AttributedDevice;
import io.gpunodeagent.core.attribution.Holding;
import io.gpunodeagent.core.attribution.Share;
import io.gpunodeagent.core.policy.decision.Exclusion;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.sources.ContainerName;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.usage.Account;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A container and a device it holds: the subject of series about allocations.
 *
 * @param device what is held
 * @param holding how it was given
 * @param share what is used of it now
 * @param pod the holder; empty while pods are not known
 * @param account what has been seen over time; empty when nothing keeps it
 * @param annotations the configured ones of the pod, by label name
 * @param ruled what the policies say of the pod
 */
public record Held(
    AttributedDevice device,
    Holding holding,
    Share share,
    Optional<PodInfo> pod,
    Optional<Account> account,
    Map<String, String> annotations,
    Ruled ruled) {

  public Held {
    annotations = Map.copyOf(annotations);
  }

  /** Whether {@code container} is the holder. */
  public boolean holds(ContainerName container) {
    return holding.entries().stream().anyMatch(entry -> entry.holder().equals(container));
  }

  /**
   * What the policies say of a pod.
   *
   * @param decisions at most one of each kind
   * @param untouchable why nothing may be done to it
   */
  public record Ruled(List<PodDecision> decisions, Set<Exclusion> untouchable) {

    public Ruled {
      decisions = List.copyOf(decisions);
      untouchable = Set.copyOf(untouchable);
    }

    public Optional<PodDecision> by(PodDecision.Kind kind) {
      return decisions.stream().filter(decision -> decision.kind() == kind).findFirst();
    }
  }
}
