// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.shaper;

import io.gpunodeagent.agent.audit.AuditLine;
import io.gpunodeagent.core.shaping.Actual;
import io.gpunodeagent.core.shaping.Demand;
import io.gpunodeagent.core.shaping.Drifts;
import io.gpunodeagent.core.shaping.EnforcerReport;
import io.gpunodeagent.core.shaping.EnforcerReport.Changed;
import io.gpunodeagent.core.shaping.Field;
import io.gpunodeagent.core.shaping.Knob;
import io.gpunodeagent.core.shaping.KnobDecision;
import io.gpunodeagent.core.shaping.KnobObservation;
import io.gpunodeagent.core.shaping.KnobState;
import io.gpunodeagent.core.shaping.KnobState.State;
import io.gpunodeagent.core.shaping.KnobStep;
import io.gpunodeagent.core.shaping.KnobStep.Change;
import io.gpunodeagent.core.shaping.Limits;
import io.gpunodeagent.core.shaping.Memory;
import io.gpunodeagent.core.shaping.Owned;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Carries out what is judged of each knob: reads, sets, reads back, and remembers what to take back
 * before anything is set. Confined to one thread.
 */
public final class Shaper {

  private static final System.Logger AUDIT = System.getLogger(AuditLine.LOGGER);

  private final Map<Field, KnobControl> dials;
  private final ShaperConfig config;
  private final Predicate<Memory> store;
  private final LongSupplier nanos;
  private final InstantSource clock;
  private final ShapingAudit audit = new ShapingAudit(line -> AUDIT.log(Level.INFO, line));
  private final Limits limits;
  private final Map<Knob, Owned> owned = new LinkedHashMap<>();
  private final Map<Knob, Drifts> drifts = new HashMap<>();
  private final Map<Knob, KnobFailure> troubles = new HashMap<>();
  private final SequencedMap<Changed, Long> changes = new LinkedHashMap<>();
  private final SequencedMap<Knob, Long> drifted = new LinkedHashMap<>();
  private List<KnobState> standings = List.of();

  /**
   * A shaper.
   *
   * @param dials one for every field
   * @param before what an earlier run set and did not take back
   * @param store keeps what is to be taken back; what it does not keep is not set
   * @param nanos a monotonic clock, ns
   */
  public Shaper(
      Map<Field, KnobControl> dials,
      ShaperConfig config,
      List<Owned> before,
      Predicate<Memory> store,
      LongSupplier nanos,
      InstantSource clock) {
    this.dials = Map.copyOf(dials);
    this.config = config;
    this.store = store;
    this.nanos = nanos;
    this.clock = clock;
    limits = new Limits(config.reappliesPerHour(), config.period());
    before.forEach(one -> owned.put(one.knob(), one));
  }

  /** Has every knob follow what is demanded of it; those of GPUs that are away wait. */
  public void look(SequencedMap<Knob, Demand> demands, boolean dryRun) {
    var knobs = new LinkedHashSet<>(demands.keySet());
    knobs.addAll(owned.keySet());
    var now = new ArrayList<KnobState>();
    for (var knob : knobs) {
      var demand = demands.getOrDefault(knob, new Demand.Undecided("the GPU is not there"));
      follow(knob, demand, dryRun).ifPresent(now::add);
    }
    standings = List.copyOf(now);
    audit.standings(standings);
    save();
  }

  private Optional<KnobState> follow(Knob knob, Demand demand, boolean dryRun) {
    var actual = actual(knob, demand);
    var look =
        new KnobObservation(
            knob,
            demand,
            actual,
            Optional.ofNullable(owned.get(knob)),
            drifts.getOrDefault(knob, Drifts.NONE),
            dryRun,
            now());
    var judgement = KnobDecision.of(look, limits);
    return switch (judgement.step()) {
      case KnobStep.Nothing() -> judgement.standing().map(standing -> withTrouble(knob, standing));
      case KnobStep.Forget() -> {
        forget(knob, actual);
        yield judgement.standing();
      }
      case KnobStep.Set set -> {
        var after = resting(knob).map(KnobFailure::found).orElseGet(() -> set(look, set));
        yield judgement.standing().map(standing -> after(standing, set, after));
      }
    };
  }

  /** Reading costs a process, so that nothing is read of which nothing is asked. */
  private Actual actual(Knob knob, Demand demand) {
    boolean asked =
        switch (demand) {
          case Demand.Wanted _ -> true;
          case Demand.None _, Demand.Refused _ -> owned.containsKey(knob);
          case Demand.Undecided _ -> false;
        };
    if (!asked) {
      return new Actual.Unknown("not read");
    }
    var unread = resting(knob).filter(trouble -> !trouble.failed());
    if (unread.isPresent()) {
      return unread.get().found();
    }
    var found = control(knob).read(knob.gpuUuid());
    if (!(found instanceof Actual.Known)) {
      trouble(knob, found, false);
    } else {
      troubles.computeIfPresent(knob, (_, trouble) -> trouble.failed() ? trouble : null);
    }
    return found;
  }

  private KnobState withTrouble(Knob knob, KnobState standing) {
    if (standing.applied()) {
      troubles.remove(knob);
    }
    return standing;
  }

  /** What is to be taken back is on the disk before the driver is asked for anything. */
  private Actual set(KnobObservation look, KnobStep.Set step) {
    var knob = look.knob();
    var before = Optional.ofNullable(owned.get(knob));
    var rule = rule(look);
    if (step.change() == Change.REAPPLY) {
      drifts.put(knob, look.drifts().and(look.now()));
      drifted.merge(knob, 1L, Long::sum);
    }
    if (step.change() != Change.RESTORE) {
      owned.put(knob, new Owned(knob, rule, step.earlier(), step.value(), clock.instant()));
      if (!save()) {
        restoreMemory(knob, before);
        return new Actual.Unknown("the earlier value cannot be saved, so nothing is set");
      }
    }
    var answer = control(knob).set(knob.gpuUuid(), step.value());
    var found = control(knob).read(knob.gpuUuid());
    var after = answer instanceof Actual.Known ? found : answer;
    settle(look, step, after);
    if (step.change() != Change.RESTORE && isNot(found, step.value())) {
      restoreMemory(knob, before);
    }
    audit.changed(knob, rule, step, look.actual().text(), after);
    return after;
  }

  /** Whatever cannot be read may have been set: then it is to be taken back one day. */
  private static boolean isNot(Actual found, String value) {
    return switch (found) {
      case Actual.Known(var other) -> !other.equals(value);
      case Actual.Unsupported(var _) -> true;
      case Actual.Unknown(var _) -> false;
    };
  }

  private void settle(KnobObservation look, KnobStep.Set step, Actual after) {
    var knob = look.knob();
    boolean done = after.equals(new Actual.Known(step.value()));
    changes.merge(new Changed(knob, step.change(), done), 1L, Long::sum);
    if (done) {
      troubles.remove(knob);
      if (step.change() == Change.RESTORE) {
        owned.remove(knob);
        drifts.remove(knob);
      }
    } else {
      trouble(knob, after, true);
    }
  }

  private void restoreMemory(Knob knob, Optional<Owned> before) {
    before.ifPresentOrElse(one -> owned.put(knob, one), () -> owned.remove(knob));
  }

  private static String rule(KnobObservation look) {
    return look.demand() instanceof Demand.Wanted(var rule, var _, var _)
        ? rule
        : look.owned().map(Owned::rule).orElse("");
  }

  private static KnobState after(KnobState standing, KnobStep.Set step, Actual after) {
    if (step.change() == Change.RESTORE) {
      return after instanceof Actual.Known(var value)
          ? standing.become(standing.state(), Optional.of(value), standing.reason())
          : standing;
    }
    return switch (after) {
      case Actual.Known(var value) when value.equals(step.value()) ->
          standing.become(State.APPLIED, Optional.of(value), standing.reason());
      case Actual.Known(var value) ->
          standing.become(
              State.FAILED, Optional.of(value), "it was set without an error and did not take");
      case Actual.Unsupported(var reason) ->
          standing.become(State.UNSUPPORTED, standing.actual(), reason);
      case Actual.Unknown(var reason) -> standing.become(State.FAILED, Optional.empty(), reason);
    };
  }

  private void forget(Knob knob, Actual found) {
    var one = owned.remove(knob);
    drifts.remove(knob);
    if (one != null) {
      audit.left(knob, one.rule(), one.value(), found);
    }
  }

  private void trouble(Knob knob, Actual found, boolean failed) {
    var before = troubles.getOrDefault(knob, KnobFailure.none());
    troubles.put(knob, KnobFailure.after(before, found, failed, now(), config.period()));
  }

  /** Why the knob is left alone for now. */
  private Optional<KnobFailure> resting(Knob knob) {
    return Optional.ofNullable(troubles.get(knob))
        .filter(trouble -> now().compareTo(trouble.until()) < 0);
  }

  /**
   * Takes back what is still ours, at the end.
   *
   * @param patience no new call is begun after it; what is left is taken back by a later run
   */
  public void restore(Duration patience) {
    long start = nanos.getAsLong();
    for (var one : List.copyOf(owned.values())) {
      if (nanos.getAsLong() - start < patience.toNanos()) {
        troubles.remove(one.knob());
        follow(one.knob(), new Demand.None(), false);
      }
    }
    standings = List.of();
    save();
  }

  /** What is set now and to be taken back. */
  public List<Owned> owned() {
    return List.copyOf(owned.values());
  }

  /** How it fares. */
  public EnforcerReport report() {
    return new EnforcerReport(clock.instant(), config.period(), standings, changes, drifted);
  }

  private boolean save() {
    return store.test(new Memory(owned(), report()));
  }

  private KnobControl control(Knob knob) {
    return Objects.requireNonNull(dials.get(knob.field()));
  }

  private Duration now() {
    return Duration.ofNanos(nanos.getAsLong());
  }
}
