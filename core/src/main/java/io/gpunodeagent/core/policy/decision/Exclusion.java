// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy.decision;

import io.gpunodeagent.core.policy.rule.PolicyAction;
import java.util.Locale;

/**
 * Why less is done to a pod than its rule says. The lower-case name is a label value.
 *
 * <p>Most leave a pod untouched whatever the rule says; members of a gang and pods of a reserved
 * GPU are marked at most.
 */
public enum Exclusion {
  /** A static pod: the kubelet would only start it again. */
  STATIC_POD("it is a static pod"),
  /** A DaemonSet's pod: it would come back at once. */
  DAEMON_SET("a DaemonSet owns it"),
  /** In {@code kube-system}. */
  SYSTEM_NAMESPACE("its namespace is kube-system"),
  /** In the agent's own namespace. */
  OWN_NAMESPACE("its namespace is the agent's own"),
  /** A {@code system-*} priority class or a priority above those that users may define. */
  SYSTEM_PRIORITY("it has a system priority"),
  /** Annotation {@code karpenter.sh/do-not-disrupt} with anything but {@code false}. */
  DO_NOT_DISRUPT("it is annotated karpenter.sh/do-not-disrupt"),
  /** Annotation {@code cluster-autoscaler.kubernetes.io/safe-to-evict: "false"}. */
  NOT_SAFE_TO_EVICT("it is annotated cluster-autoscaler.kubernetes.io/safe-to-evict: \"false\""),
  /** Annotation {@link Annotations#EXEMPT_UNTIL} with a time to come, or one nobody can read. */
  EXEMPT("it is annotated " + Annotations.EXEMPT_UNTIL),
  /** Annotation {@link Annotations#IDLE_AFTER} with something that is no duration. */
  UNREADABLE_OVERRIDE("its annotation " + Annotations.IDLE_AFTER + " is no duration"),
  /** Its priority is above the rule's, or is not known, and no other rule matches. */
  ABOVE_MAX_PRIORITY("its priority is above the rule's maxPriority, or unknown"),
  /** The API server has not reported it, so none of its exemptions is known. */
  POD_UNKNOWN("the API server has not reported it"),
  /** It only keeps a GPU for others: it never uses one, and they do. */
  RESERVES_GPU("it keeps a GPU for other pods"),
  /** The kubelet lists its GPU as another pod's, so it cannot confirm before an eviction. */
  RESERVED_GPU("another pod keeps its GPU, so the kubelet cannot confirm that it has one"),
  /** A member of a gang: only a view of the whole can judge it. */
  GANG("it is a member of a gang, which only the whole cluster can judge"),
  /** It is unknown whether it is a member of a gang. */
  GANG_UNKNOWN("whether it is a member of a gang is unknown");

  private final String text;

  Exclusion(String text) {
    this.text = text;
  }

  /** The lower-case name. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The reason as half a sentence. */
  public String text() {
    return text;
  }

  /** The most that may be done all the same. */
  public PolicyAction allows() {
    return switch (this) {
      case GANG, GANG_UNKNOWN, RESERVED_GPU -> PolicyAction.MARK;
      case STATIC_POD,
          DAEMON_SET,
          SYSTEM_NAMESPACE,
          OWN_NAMESPACE,
          SYSTEM_PRIORITY,
          DO_NOT_DISRUPT,
          NOT_SAFE_TO_EVICT,
          EXEMPT,
          UNREADABLE_OVERRIDE,
          ABOVE_MAX_PRIORITY,
          POD_UNKNOWN,
          RESERVES_GPU ->
          PolicyAction.OBSERVE;
    };
  }
}
