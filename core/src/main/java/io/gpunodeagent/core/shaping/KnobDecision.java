// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.shaping;

import io.gpunodeagent.core.shaping.KnobState.State;
import io.gpunodeagent.core.shaping.KnobStep.Change;
import java.util.Optional;

/**
 * What follows from a look.
 *
 * @param step to take
 * @param standing as it is before the step; empty when there is nothing to be said
 */
public record KnobDecision(KnobStep step, Optional<KnobState> standing) {

  private static final KnobStep NOTHING = new KnobStep.Nothing();
  private static final String EXCLUSIVE_PROCESS = "exclusiveProcess";

  /** Judges a look. What cannot be read is never taken for set, and never changed. */
  public static KnobDecision of(KnobObservation look, Limits limits) {
    return switch (look.demand()) {
      case Demand.None() -> release(look, Optional.empty());
      case Demand.Undecided(var reason) ->
          look.owned()
              .map(
                  owned ->
                      say(
                          NOTHING,
                          look,
                          Optional.of(owned.rule()),
                          Optional.of(owned.value()),
                          State.UNKNOWN,
                          reason))
              .orElseGet(() -> new KnobDecision(NOTHING, Optional.empty()));
      case Demand.Refused(var rule, var value, var refusal) ->
          release(
              look,
              Optional.of(
                  standing(
                      look, Optional.of(rule), Optional.of(value), State.REFUSED, refusal.text())));
      case Demand.Wanted wanted -> wanted(look, wanted, limits);
    };
  }

  /** Takes back what is still ours; what somebody else set since is theirs. */
  private static KnobDecision release(KnobObservation look, Optional<KnobState> said) {
    if (look.owned().isEmpty()) {
      return new KnobDecision(NOTHING, said);
    }
    var owned = look.owned().get();
    return switch (look.actual()) {
      case Actual.Known(var _) when look.ours() && !owned.earlier().equals(owned.value()) ->
          new KnobDecision(
              new KnobStep.Set(Change.RESTORE, owned.earlier(), owned.earlier()),
              said.or(() -> Optional.of(released(look, owned, "no rule asks for it any more"))));
      case Actual.Known(var _), Actual.Unsupported(var _) ->
          new KnobDecision(new KnobStep.Forget(), said);
      case Actual.Unknown(var reason) ->
          new KnobDecision(
              NOTHING,
              said.or(
                  () -> Optional.of(released(look, owned, "cannot be taken back yet: " + reason))));
    };
  }

  private static KnobState released(KnobObservation look, Owned owned, String reason) {
    return standing(look, Optional.empty(), Optional.of(owned.earlier()), State.RELEASED, reason);
  }

  private static KnobDecision wanted(KnobObservation look, Demand.Wanted wanted, Limits limits) {
    var conflict = wanted.conflict().map("the first rule holds, "::concat).orElse("");
    return switch (look.actual()) {
      case Actual.Unsupported(var reason) ->
          say(
              look.owned().isPresent() ? new KnobStep.Forget() : NOTHING,
              look,
              wanted,
              State.UNSUPPORTED,
              reason);
      case Actual.Unknown(var reason) -> say(NOTHING, look, wanted, State.UNKNOWN, reason);
      case Actual.Known(var _) when look.dryRun() && look.ours() ->
          release(look, Optional.of(planned(look, wanted, conflict)));
      case Actual.Known(var value) when value.equals(wanted.value()) ->
          say(
              look.drifted() ? new KnobStep.Forget() : NOTHING,
              look,
              wanted,
              State.APPLIED,
              conflict);
      case Actual.Known(var value) when foreignExclusive(look, value) ->
          release(
              look,
              Optional.of(
                  standing(
                      look,
                      Optional.of(wanted.rule()),
                      Optional.of(wanted.value()),
                      State.REFUSED,
                      SettingRefusal.MPS.text())));
      case Actual.Known(var value) -> change(look, wanted, value, conflict, limits);
    };
  }

  private static boolean foreignExclusive(KnobObservation look, String value) {
    return look.knob().field() == Field.COMPUTE_MODE
        && value.equals(EXCLUSIVE_PROCESS)
        && !look.ours();
  }

  private static KnobDecision change(
      KnobObservation look, Demand.Wanted wanted, String value, String conflict, Limits limits) {
    if (look.dryRun()) {
      return release(look, Optional.of(planned(look, wanted, conflict)));
    }
    if (!look.drifted()) {
      var earlier = look.owned().map(Owned::earlier).orElse(value);
      return say(
          new KnobStep.Set(Change.APPLY, wanted.value(), earlier),
          look,
          wanted,
          State.PLANNED,
          conflict);
    }
    if (!look.drifts().allow(look.now(), limits)) {
      return say(
          NOTHING,
          look,
          wanted,
          State.CONTESTED,
          "somebody else sets it, it is set again later: at most "
              + limits.reappliesPerHour()
              + " times an hour");
    }
    return say(
        new KnobStep.Set(Change.REAPPLY, wanted.value(), value),
        look,
        wanted,
        State.PLANNED,
        conflict);
  }

  private static KnobState planned(KnobObservation look, Demand.Wanted wanted, String conflict) {
    return standing(
        look, Optional.of(wanted.rule()), Optional.of(wanted.value()), State.PLANNED, conflict);
  }

  private static KnobDecision say(
      KnobStep step, KnobObservation look, Demand.Wanted wanted, State state, String reason) {
    return say(step, look, Optional.of(wanted.rule()), Optional.of(wanted.value()), state, reason);
  }

  private static KnobDecision say(
      KnobStep step,
      KnobObservation look,
      Optional<String> rule,
      Optional<String> desired,
      State state,
      String reason) {
    return new KnobDecision(step, Optional.of(standing(look, rule, desired, state, reason)));
  }

  private static KnobState standing(
      KnobObservation look,
      Optional<String> rule,
      Optional<String> desired,
      State state,
      String reason) {
    var actual =
        look.actual() instanceof Actual.Known(var value)
            ? Optional.of(value)
            : Optional.<String>empty();
    return new KnobState(look.knob(), rule, desired, actual, state, reason, look.dryRun());
  }
}
