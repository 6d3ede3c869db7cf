// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import io.gpunodeagent.core.overview.EvictionAttempt;
import io.gpunodeagent.core.overview.NodeProblem.Severity;
import io.gpunodeagent.core.overview.Occurrence;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** What came of an eviction, in the one sentence in which it is shown. */
final class EvictionEvent {

  private EvictionEvent() {}

  static EvictionAttempt of(PodStep.Evict step, Result result, Instant now) {
    return new EvictionAttempt(event(step, result, now), result.isDone() && !step.dryRun());
  }

  private static Occurrence event(PodStep.Evict step, Result result, Instant now) {
    var pod = step.pod().namespace() + "/" + step.pod().name();
    var decision = step.decision();
    return new Occurrence(
        now,
        Occurrence.Kind.EVICTION,
        step.dryRun() ? Severity.NOTE : Severity.WARNING,
        Optional.empty(),
        Optional.of(pod),
        OptionalInt.empty(),
        "%s %s (rule %s: %s)"
            .formatted(pod, what(step, result), decision.rule(), decision.evidence().text()));
  }

  private static String what(PodStep.Evict step, Result result) {
    var reason = result.reason().map(": "::concat).orElse("");
    return switch (result.outcome()) {
      case DONE -> step.dryRun() ? "would be evicted; dry run, nothing was done" : "was evicted";
      case STALE -> "is not evicted, it has changed" + reason;
      case WITHHELD ->
          (step.dryRun() ? "would not be evicted yet, dry run" : "is not evicted yet") + reason;
      case BLOCKED -> "is not evicted yet, a disruption budget forbids it" + reason;
      case REFUSED -> "is not evicted, the API server refuses it" + reason;
      case FAILED -> "may or may not have been evicted, there was no good answer" + reason;
    };
  }
}
