// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import io.gpunodeagent.core.health.cause.Cause;
import io.gpunodeagent.core.health.cause.CauseRule.Clearing;
import io.gpunodeagent.core.health.cause.CauseRule.Onset;
import io.gpunodeagent.core.health.cause.GpuState;
import io.gpunodeagent.core.health.cause.HealthAction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A cause as it has been seen.
 *
 * @param cause what is wrong
 * @param since when it was first seen
 * @param lastSeen when last
 * @param count how often: occurrences of an event, beginnings of a state
 * @param evidence what was read, one short line
 * @param progress of its damping
 */
public record HealthFinding(
    Cause cause, Instant since, Instant lastSeen, long count, String evidence, Progress progress) {

  /**
   * How far damping has come.
   *
   * @param bad time it was seen to last
   * @param good time since without it in which everything needed was read
   * @param raised whether it counts in full
   * @param resetSeen whether the GPU was reset since it was last seen
   * @param reported when an event last reported it, and at which count
   */
  public record Progress(
      Duration bad,
      Duration good,
      boolean raised,
      boolean resetSeen,
      Optional<Reported> reported) {}

  /**
   * An event that was reported.
   *
   * @param at on the snapshots' monotonic clock
   * @param count of the finding then
   */
  public record Reported(Duration at, long count) {}

  /** A cause that counts in full since {@code since}. */
  public static HealthFinding raised(Cause cause, Instant since, long count, String evidence) {
    var progress = new Progress(Duration.ZERO, Duration.ZERO, true, false, Optional.empty());
    return new HealthFinding(cause, since, since, count, evidence, progress);
  }

  /** A cause seen for the first time. */
  static HealthFinding first(Cause cause, Symptom symptom, Instant now) {
    boolean raised = cause.rule().onset() == Onset.AT_ONCE;
    return new HealthFinding(
        cause,
        now,
        now,
        symptom.times(),
        symptom.evidence(),
        new Progress(Duration.ZERO, Duration.ZERO, raised, false, Optional.empty()));
  }

  /** What the cause says, a few words. */
  public String meaning() {
    return cause.rule().meaning();
  }

  /** What is recommended. */
  public HealthAction action() {
    return cause.rule().action();
  }

  /** Whether it counts in full; a cause that must persist is only suspected before. */
  public boolean raised() {
    return progress.raised();
  }

  /** The state it brings about now. */
  public GpuState effect() {
    var rule = cause.rule();
    if (progress.raised()) {
      return rule.effect();
    }
    return rule.onset() == Onset.PERSISTENT ? GpuState.HEALTHY : GpuState.UNKNOWN;
  }

  /** Seen again, after {@code step} of time in which it may have gone on. */
  HealthFinding seen(Symptom symptom, Instant now, Duration step, HealthRules rules) {
    boolean goesOn = progress.good().isZero() && !symptom.event();
    var bad = progress.bad().plus(goesOn ? step : Duration.ZERO);
    boolean raised =
        progress.raised()
            || cause.rule().onset() == Onset.AT_ONCE
            || bad.compareTo(rules.persistent()) >= 0;
    return new HealthFinding(
        cause,
        since,
        now,
        count + (goesOn ? 0 : symptom.times()),
        symptom.evidence(),
        new Progress(bad, Duration.ZERO, raised, false, progress.reported()));
  }

  /** Without so many occurrences that turned out to be none; empty when none is left. */
  Optional<HealthFinding> without(long occurrences) {
    return occurrences >= count
        ? Optional.empty()
        : Optional.of(
            new HealthFinding(cause, since, lastSeen, count - occurrences, evidence, progress));
  }

  /** Not seen although everything needed was read. */
  HealthFinding unseen(Duration step, boolean resetNow, boolean noRecoveryWanted) {
    boolean reset = progress.resetSeen() || resetNow;
    boolean counts =
        switch (cause.rule().clearing()) {
          case AT_ONCE, SETTLED, QUIET, LONG_QUIET -> true;
          case RESET -> reset;
          case RECOVERY_TOLD -> reset || noRecoveryWanted;
        };
    var good = counts ? progress.good().plus(step) : Duration.ZERO;
    return with(new Progress(progress.bad(), good, progress.raised(), reset, progress.reported()));
  }

  /** Whether it is over. */
  boolean over(HealthRules rules) {
    var rule = cause.rule();
    boolean waitsForReset = rule.clearing() == Clearing.RESET && !progress.resetSeen();
    boolean suspicionOver = !progress.raised() && rule.onset() == Onset.UNKNOWN_UNTIL_PERSISTENT;
    return suspicionOver
        || (!waitsForReset
            && progress.good().compareTo(rules.hold(rule.clearing(), progress.resetSeen())) >= 0);
  }

  HealthFinding reported(Duration now) {
    return with(
        new Progress(
            progress.bad(),
            progress.good(),
            progress.raised(),
            progress.resetSeen(),
            Optional.of(new Reported(now, count))));
  }

  private HealthFinding with(Progress other) {
    return new HealthFinding(cause, since, lastSeen, count, evidence, other);
  }
}
