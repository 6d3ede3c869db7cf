// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import io.gpunodeagent.core.policy.rule.Match;
import java.util.Optional;

/** Which part of a rule's match a pod does not meet. */
public enum UnmetCondition {
  NAMESPACE("namespaces"),
  LABELS("podSelector"),
  WORKLOAD_KIND("workloadKinds"),
  PRODUCT("gpuProducts"),
  SHARING("sharing"),
  SCHEDULE("schedule"),
  /** The pod's priority is above the rule's, or not known. */
  PRIORITY("maxPriority");

  private final String key;

  UnmetCondition(String key) {
    this.key = key;
  }

  /** The key of {@code match} it is about. */
  public String key() {
    return key;
  }

  /** The pattern of {@code match} that excludes {@code pod}, where this is why it does not fit. */
  Optional<String> exclusion(Match match, HeldPod pod) {
    return switch (this) {
      case NAMESPACE -> match.namespaces().exclusionOf(pod.ref().namespace());
      case PRODUCT ->
          pod.products().stream()
              .flatMap(product -> match.gpuProducts().exclusionOf(product).stream())
              .findFirst();
      case LABELS, WORKLOAD_KIND, SHARING, SCHEDULE, PRIORITY -> Optional.empty();
    };
  }
}
