// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import io.gpunodeagent.agent.cluster.pods.PodEvent;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.PodDecision.Kind;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.text.OneLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The Events about pods, in the words of whoever reads {@code kubectl describe pod}. */
final class Messages {

  private static final int LONGEST = 1000;

  private Messages() {}

  static PodEvent announced(PodDecision decision, Instant reclaimAt, Instant now) {
    var what =
        switch (decision.granted()) {
          case EVICT -> "it will be evicted";
          case MARK -> "it will be marked as reclaimable";
          case NOTIFY, OBSERVE -> "nothing more will be done";
        };
    return event(
        true,
        decision.kind() == Kind.IDLE ? "GpuIdle" : "GpuOverLimit",
        decision,
        decision.granted() == PolicyAction.NOTIFY
            ? what
            : what + " after " + Marks.text(reclaimAt) + " unless that changes",
        now);
  }

  static PodEvent marked(PodDecision decision, Instant now) {
    return event(true, "GpuReclaimable", decision, "it may be reclaimed now", now);
  }

  static PodEvent evicting(PodDecision decision, Instant now) {
    return event(true, "GpuEviction", decision, "it is evicted now", now);
  }

  static PodEvent blocked(PodDecision decision, String reason, Instant now) {
    return event(
        true, "GpuEvictionBlocked", decision, "its eviction is not admitted now: " + reason, now);
  }

  static PodEvent withdrawn(String why, Instant now) {
    return new PodEvent(
        false, "GpuReclaimWithdrawn", "No longer to be reclaimed: " + bounded(why), now);
  }

  private static PodEvent event(
      boolean warning, String reason, PodDecision decision, String what, Instant now) {
    return new PodEvent(
        warning,
        reason,
        bounded("Rule " + decision.rule() + ": " + decision.evidence().text() + ": " + what),
        now);
  }

  /** Events admit 1024 bytes. */
  private static String bounded(String text) {
    var bounded = OneLine.of(text, LONGEST);
    while (bounded.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      bounded = OneLine.of(text, bounded.length() * 9 / 10);
    }
    return bounded;
  }
}
