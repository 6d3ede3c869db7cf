// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.kubelet;

import io.gpunodeagent.core.sources.Allocation;
import io.gpunodeagent.core.sources.Grant;
import io.gpunodeagent.kubelet.v1.PodResources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Asks a kubelet once more what one pod has. */
final class GrantCheck {

  private static final long ONE_POD_BYTES = 4 * ElementStream.LARGEST;

  private final KubeletConfig config;
  private final PodResourcesClient client;

  GrantCheck(KubeletConfig config, PodResourcesClient client) {
    this.config = config;
    this.client = client;
  }

  /** Whether the pod of that name has just {@code known}; two calls at most. */
  Grant check(String namespace, String pod, Set<Allocation> known) throws InterruptedException {
    try {
      var reader = new AllocationReader(config, ONE_POD_BYTES);
      var found = ask(namespace, pod);
      if (found.isEmpty()) {
        return new Grant.Ended("the kubelet does not know it any more");
      }
      reader.accept(found.get());
      return new HashSet<>(reader.entries()).equals(known)
          ? new Grant.Stands()
          : new Grant.Ended("the kubelet does not give it the same GPUs any more");
    } catch (KubeletException | RuntimeException e) {
      return new Grant.Unknown(
          "the kubelet was asked again: " + config.socket() + ": " + KubeletException.reasonOf(e));
    }
  }

  private Optional<PodResources> ask(String namespace, String pod)
      throws KubeletException, InterruptedException {
    try {
      return client.get(namespace, pod);
    } catch (KubeletException e) {
      if (!e.isMethodUnknown()) {
        throw e;
      }
    }
    // Before 1.34 a kubelet answers Get only where its feature gate is set.
    var found = new ArrayList<PodResources>();
    client.list(
        each -> {
          if (each.getName().equals(pod) && each.getNamespace().equals(namespace)) {
            found.add(each);
          }
        });
    return found.stream().findFirst();
  }
}
