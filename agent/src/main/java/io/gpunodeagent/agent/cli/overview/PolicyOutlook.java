package io.gpunodeagent.agent.cli.overview;

import io.gpunodeagent.core.policy.Exclusion;
import io.gpunodeagent.core.policy.PodDecision;
import io.gpunodeagent.core.policy.PolicyAction;
import io.gpunodeagent.core.policy.Verdict;
import io.gpunodeagent.core.policy.VerdictEvidence;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a policy does next with a pod.
 *
 * @param rule its name
 * @param text what comes next, such as {@code evict}, or why nothing does
 * @param at when at the earliest, wall clock; empty when nothing is to come or no time is known
 * @param dryRun whether it is only reported
 */
public record PolicyOutlook(String rule, String text, Optional<Instant> at, boolean dryRun) {

  /** What {@code decision} leads to, seen at {@code now}. */
  static PolicyOutlook of(PodDecision decision, Instant now) {
    if (decision.granted() == PolicyAction.OBSERVE) {
      var why =
          decision.exclusions().stream().map(Exclusion::text).collect(Collectors.joining(", "));
      return step(decision, why.isEmpty() ? "none: only observed" : "none: " + why);
    }
    return switch (decision.stage()) {
      case WATCHED -> watched(decision, now);
      case ANNOUNCED -> announced(decision, now);
      case MARKED -> step(decision, "stays marked");
      case DUE -> step(decision, "evict now, within the budget");
    };
  }

  private static PolicyOutlook watched(PodDecision decision, Instant now) {
    if (decision.verdict() == Verdict.UNKNOWN) {
      return step(decision, "waits for proof");
    }
    return switch (decision.evidence()) {
      case VerdictEvidence.Idle idle when idle.idle().isZero() ->
          step(decision, "announce after " + AgeText.text(idle.needed()) + " idle");
      case VerdictEvidence.Idle idle -> {
        var left = idle.needed().minus(idle.idle());
        yield step(
            decision, "announce", Optional.of(now.plus(left.isNegative() ? Duration.ZERO : left)));
      }
      case VerdictEvidence.TimeSlice slice when slice.violations().isEmpty() ->
          step(decision, "none: within its limits");
      case VerdictEvidence.TimeSlice slice -> {
        var left = slice.grace().minus(slice.lasting());
        yield step(
            decision, "announce", Optional.of(now.plus(left.isNegative() ? Duration.ZERO : left)));
      }
    };
  }

  /** A notice that is over without proof of rest stays a notice. */
  private static PolicyOutlook announced(PodDecision decision, Instant now) {
    var farther =
        switch (decision.granted()) {
          case OBSERVE, NOTIFY -> "";
          case MARK -> "mark";
          case EVICT -> "evict";
        };
    if (farther.isEmpty()) {
      return step(decision, "stays announced");
    }
    return decision.reclaimAt().filter(time -> time.isAfter(now)).isPresent()
        ? step(decision, farther, decision.reclaimAt())
        : step(decision, farther + " once rest is proven");
  }

  private static PolicyOutlook step(PodDecision decision, String text) {
    return step(decision, text, Optional.empty());
  }

  private static PolicyOutlook step(PodDecision decision, String text, Optional<Instant> at) {
    return new PolicyOutlook(decision.rule(), text, at, decision.dryRun());
  }

  /** The step and the time left until it, such as {@code evict in 12m, dry run}. */
  public String text(Instant now) {
    var when =
        at.filter(time -> time.isAfter(now))
            .map(time -> " in " + AgeText.text(Duration.between(now, time)));
    return text + when.orElse("") + (dryRun && !text.startsWith("none") ? " (dry run)" : "");
  }
}
