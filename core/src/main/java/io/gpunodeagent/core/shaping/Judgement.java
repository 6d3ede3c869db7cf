package io.gpunodeagent.core.shaping;

import io.gpunodeagent.core.shaping.Standing.State;
import io.gpunodeagent.core.shaping.Step.Change;
import java.util.Optional;

/**
 * What follows from a look.
 *
 * @param step to take
 * @param standing as it is before the step; empty when there is nothing to be said
 */
public record Judgement(Step step, Optional<Standing> standing) {

  private static final Step NOTHING = new Step.Nothing();
  private static final String EXCLUSIVE_PROCESS = "exclusiveProcess";

  /** Judges a look. What cannot be read is never taken for set, and never changed. */
  public static Judgement of(Look look, Limits limits) {
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
              .orElseGet(() -> new Judgement(NOTHING, Optional.empty()));
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
  private static Judgement release(Look look, Optional<Standing> said) {
    if (look.owned().isEmpty()) {
      return new Judgement(NOTHING, said);
    }
    var owned = look.owned().get();
    return switch (look.actual()) {
      case Actual.Known(var _) when look.ours() && !owned.earlier().equals(owned.value()) ->
          new Judgement(
              new Step.Set(Change.RESTORE, owned.earlier(), owned.earlier()),
              said.or(() -> Optional.of(released(look, owned, "no rule asks for it any more"))));
      case Actual.Known(var _), Actual.Unsupported(var _) -> new Judgement(new Step.Forget(), said);
      case Actual.Unknown(var reason) ->
          new Judgement(
              NOTHING,
              said.or(
                  () -> Optional.of(released(look, owned, "cannot be taken back yet: " + reason))));
    };
  }

  private static Standing released(Look look, Owned owned, String reason) {
    return standing(look, Optional.empty(), Optional.of(owned.earlier()), State.RELEASED, reason);
  }

  private static Judgement wanted(Look look, Demand.Wanted wanted, Limits limits) {
    var conflict = wanted.conflict().map("the first rule holds, "::concat).orElse("");
    return switch (look.actual()) {
      case Actual.Unsupported(var reason) ->
          say(
              look.owned().isPresent() ? new Step.Forget() : NOTHING,
              look,
              wanted,
              State.UNSUPPORTED,
              reason);
      case Actual.Unknown(var reason) -> say(NOTHING, look, wanted, State.UNKNOWN, reason);
      case Actual.Known(var _) when look.dryRun() && look.ours() ->
          release(look, Optional.of(planned(look, wanted, conflict)));
      case Actual.Known(var value) when value.equals(wanted.value()) ->
          say(look.drifted() ? new Step.Forget() : NOTHING, look, wanted, State.APPLIED, conflict);
      case Actual.Known(var value) when foreignExclusive(look, value) ->
          release(
              look,
              Optional.of(
                  standing(
                      look,
                      Optional.of(wanted.rule()),
                      Optional.of(wanted.value()),
                      State.REFUSED,
                      Refusal.MPS.text())));
      case Actual.Known(var value) -> change(look, wanted, value, conflict, limits);
    };
  }

  private static boolean foreignExclusive(Look look, String value) {
    return look.knob().field() == Field.COMPUTE_MODE
        && value.equals(EXCLUSIVE_PROCESS)
        && !look.ours();
  }

  private static Judgement change(
      Look look, Demand.Wanted wanted, String value, String conflict, Limits limits) {
    if (look.dryRun()) {
      return release(look, Optional.of(planned(look, wanted, conflict)));
    }
    if (!look.drifted()) {
      var earlier = look.owned().map(Owned::earlier).orElse(value);
      return say(
          new Step.Set(Change.APPLY, wanted.value(), earlier),
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
        new Step.Set(Change.REAPPLY, wanted.value(), value), look, wanted, State.PLANNED, conflict);
  }

  private static Standing planned(Look look, Demand.Wanted wanted, String conflict) {
    return standing(
        look, Optional.of(wanted.rule()), Optional.of(wanted.value()), State.PLANNED, conflict);
  }

  private static Judgement say(
      Step step, Look look, Demand.Wanted wanted, State state, String reason) {
    return say(step, look, Optional.of(wanted.rule()), Optional.of(wanted.value()), state, reason);
  }

  private static Judgement say(
      Step step,
      Look look,
      Optional<String> rule,
      Optional<String> desired,
      State state,
      String reason) {
    return new Judgement(step, Optional.of(standing(look, rule, desired, state, reason)));
  }

  private static Standing standing(
      Look look, Optional<String> rule, Optional<String> desired, State state, String reason) {
    var actual =
        look.actual() instanceof Actual.Known(var value)
            ? Optional.of(value)
            : Optional.<String>empty();
    return new Standing(look.knob(), rule, desired, actual, state, reason, look.dryRun());
  }
}
