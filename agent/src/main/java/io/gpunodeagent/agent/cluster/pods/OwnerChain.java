// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.pods;

import io.gpunodeagent.agent.cluster.api.OwnerRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Controlling owners of a pod, from its own upwards.
 *
 * @param owners as far as they are known, empty when nothing controls the pod
 * @param unread the last of them when its own owners are not known
 */
record OwnerChain(List<OwnerRef> owners, Optional<OwnerRef> unread) {

  /** Of a Knative model under Argo CD there are seven; more is a mistake or a loop. */
  static final int LONGEST = 12;

  OwnerChain {
    owners = List.copyOf(owners);
  }

  /**
   * Follows the owners of a pod.
   *
   * @param first its controlling owner
   * @param known what was read of an object, by UID
   */
  static OwnerChain of(Optional<OwnerRef> first, Function<String, Optional<Owner>> known) {
    var owners = new ArrayList<OwnerRef>();
    var next = first;
    while (next.isPresent() && owners.size() < LONGEST && !owners.contains(next.get())) {
      var reference = next.get();
      owners.add(reference);
      var owner = known.apply(reference.uid());
      if (owner.isEmpty()) {
        return new OwnerChain(owners, Optional.of(reference));
      }
      next = owner.get().controller();
    }
    return new OwnerChain(owners, Optional.empty());
  }

  /** Whether there is nothing above the last owner. */
  boolean complete() {
    return unread.isEmpty();
  }

  /**
   * What was read of an object.
   *
   * @param controller its controlling owner; empty when there is none
   */
  record Owner(Optional<OwnerRef> controller) {}
}
