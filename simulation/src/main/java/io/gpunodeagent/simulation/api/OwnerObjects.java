// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.api;

import io.gpunodeagent.simulation.scenario.Kinds;
import io.gpunodeagent.simulation.scenario.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The objects that own pods. They are there as long as the server is. */
final class OwnerObjects {

  private OwnerObjects() {}

  /** What a dependent says of its owner. */
  static List<Map<String, Object>> reference(Optional<Pod.Owner> owner) {
    return owner.stream()
        .map(
            one ->
                Tree.of(
                    "apiVersion", one.apiVersion(),
                    "kind", one.kind(),
                    "name", one.name(),
                    "uid", one.uid(),
                    "controller", true,
                    "blockOwnerDeletion", true))
        .toList();
  }

  static Resource resource(Pod.Owner owner) {
    return new Resource(owner.apiVersion(), owner.kind(), Kinds.plural(owner.kind()), true);
  }

  /** Puts the owners of a pod into the store, but for its node. */
  static void put(Store store, Pod pod, String created) {
    for (int i = 0; i < pod.owners().size(); i++) {
      var owner = pod.owners().get(i);
      if (!owner.kind().equals("Node")) {
        store.put(
            resource(owner),
            Tree.of(
                "apiVersion", owner.apiVersion(),
                "kind", owner.kind(),
                "metadata",
                    Tree.of(
                        "name", owner.name(),
                        "namespace", pod.namespace(),
                        "uid", owner.uid(),
                        "creationTimestamp", created,
                        "ownerReferences",
                            reference(pod.owners().stream().skip(i + 1L).findFirst()))));
      }
    }
  }
}
