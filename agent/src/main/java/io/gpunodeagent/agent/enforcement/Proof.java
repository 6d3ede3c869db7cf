// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import io.gpunodeagent.agent.cluster.pods.ObservedPod;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.PodDecision.SeenContainer;
import io.gpunodeagent.core.sources.PodInfo;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether a pod, seen just now, is still the one that was judged. */
final class Proof {

  private static final String RUNNING = "Running";

  private Proof() {}

  /**
   * Why nothing may be done to the pod; empty when it may.
   *
   * @param judged the pod as the rules knew it
   * @param decision what they said
   * @param now the pod as it is
   */
  static Optional<String> against(
      PodInfo judged, PodDecision decision, ObservedPod now, String nodeName) {
    if (now.deleted()) {
      return Optional.of("it is being deleted");
    }
    if (!now.pod().uid().equals(judged.uid())
        || !decision.pod().uid().equals(Optional.of(judged.uid()))) {
      return Optional.of("another pod has its name");
    }
    if (!now.nodeName().equals(nodeName)) {
      return Optional.of("it is on node \"" + now.nodeName() + "\"");
    }
    if (!now.pod().phase().equals(RUNNING)) {
      return Optional.of("its phase is " + now.pod().phase());
    }
    if (!Marks.others(now.pod().annotations()).equals(Marks.others(judged.annotations()))) {
      return Optional.of("its annotations have changed");
    }
    if (!now.pod().gpuGroups().equals(judged.gpuGroups())) {
      return Optional.of("its GPU group has changed");
    }
    return containers(decision, now);
  }

  private static Optional<String> containers(PodDecision decision, ObservedPod now) {
    Map<String, PodInfo.Container> running =
        now.pod().containers().stream()
            .collect(
                Collectors.toMap(
                    PodInfo.Container::name, Function.identity(), (first, _) -> first));
    if (decision.containers().isEmpty()) {
      return Optional.of("none of its containers was judged");
    }
    return decision.containers().stream()
        .filter(judged -> !same(judged, running))
        .findFirst()
        .map(judged -> "its container " + judged.name() + " is not the one that was judged");
  }

  /** What was not known when it was judged proves nothing. */
  private static boolean same(SeenContainer judged, Map<String, PodInfo.Container> running) {
    var container = running.get(judged.name());
    return container != null
        && judged.id().isPresent()
        && judged.id().equals(container.containerId())
        && judged.restarts().isPresent()
        && judged.restarts().getAsInt() == container.restarts();
  }
}
