// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy.rule;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which pods a rule is for. A pod must meet all of it, with every device it holds.
 *
 * @param namespaces by name
 * @param podSelector labels with exactly these values
 * @param workloadKinds kinds of the pod's workload or of any of its owners, {@code Pod} for a pod
 *     without one; any when there are none
 * @param maxPriority the highest priority; any when empty
 * @param gpuProducts by product name, such as {@code *H100*}
 * @param sharing how the devices are given out
 * @param schedule when the rule is in force; always when empty
 */
public record Match(
    Globs namespaces,
    Map<String, String> podSelector,
    Set<String> workloadKinds,
    OptionalInt maxPriority,
    Globs gpuProducts,
    Sharing sharing,
    Optional<RuleSchedule> schedule) {

  /** Every pod, always. */
  public static final Match ANY =
      new Match(
          Globs.ANY,
          Map.of(),
          Set.of(),
          OptionalInt.empty(),
          Globs.ANY,
          Sharing.ANY,
          Optional.empty());

  public Match {
    podSelector = Map.copyOf(podSelector);
    workloadKinds = Set.copyOf(workloadKinds);
  }

  /** How a device is given out. */
  public enum Sharing {
    /** However. */
    ANY,
    /** A whole GPU to one container. */
    EXCLUSIVE,
    /** In replicas without the Multi-Process Service. */
    TIME_SLICED,
    /** A MIG device. */
    MIG,
    /** In replicas through the Multi-Process Service. */
    MPS
  }
}
