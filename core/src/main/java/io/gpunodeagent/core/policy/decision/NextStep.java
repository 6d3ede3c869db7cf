// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy.decision;

import io.gpunodeagent.core.policy.rule.PolicyAction;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The next step of a pod on the ladder of its rule.
 *
 * @param action what is done then
 * @param notBefore the earliest time of it, wall clock, for display: it comes later when the pod is
 *     used, when data is missing, or when the budget is spent
 * @param waitsForProof whether it waits until the state of the pod is known again
 */
public record NextStep(Action action, Instant notBefore, boolean waitsForProof) {

  /** What is done. The lower-case name is a value of the API. */
  public enum Action {
    ANNOUNCE,
    MARK,
    EVICT;

    /** The lower-case name. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The step after {@code decision}; empty when none is to come while everything stays as it is.
   *
   * @param now when the decision was made, wall clock
   */
  public static Optional<NextStep> after(PodDecision decision, Instant now) {
    boolean waits = decision.verdict() == Verdict.UNKNOWN;
    return switch (decision.stage()) {
      case WATCHED -> announcement(decision, now, waits);
      case ANNOUNCED ->
          decision
              .reclaimAt()
              .flatMap(
                  at ->
                      last(decision.granted())
                          .map(action -> new NextStep(action, later(at, now), waits)));
      case MARKED ->
          decision.granted() == PolicyAction.EVICT
              ? Optional.of(
                  new NextStep(
                      Action.EVICT,
                      decision.reclaimAt().map(at -> later(at, now)).orElse(now),
                      waits))
              : Optional.empty();
      case DUE -> Optional.of(new NextStep(Action.EVICT, now, waits));
    };
  }

  private static Optional<NextStep> announcement(PodDecision decision, Instant now, boolean waits) {
    if (decision.granted() == PolicyAction.OBSERVE) {
      return Optional.empty();
    }
    return switch (decision.evidence()) {
      case VerdictEvidence.Idle idle ->
          idle.idle().isZero()
              ? Optional.empty()
              : Optional.of(
                  new NextStep(
                      Action.ANNOUNCE,
                      later(now.plus(idle.needed().minus(idle.idle())), now),
                      waits));
      case VerdictEvidence.TimeSlice slice ->
          slice.violations().isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new NextStep(
                      Action.ANNOUNCE,
                      later(now.plus(slice.grace().minus(slice.lasting())), now),
                      waits));
    };
  }

  /** What follows the notice. */
  private static Optional<Action> last(PolicyAction granted) {
    return switch (granted) {
      case OBSERVE, NOTIFY -> Optional.empty();
      case MARK -> Optional.of(Action.MARK);
      case EVICT -> Optional.of(Action.EVICT);
    };
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
