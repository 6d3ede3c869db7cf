// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.usage.DeviceHistory.EnergyPoint;
import io.gpunodeagent.core.usage.clock.SampleTime;
import io.gpunodeagent.core.usage.evidence.Evidence.Verdict;
import io.gpunodeagent.core.usage.evidence.UsageSignals;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * What the power of a GPU says of its use.
 *
 * <p>Load that reads zero may be stuck there, so power is not compared with what the same readings
 * call rest. It proves rest only up to a level that is known without them: what the board drew
 * without any process, what its model was measured to draw at rest, or where its power fell when
 * the load fell with it. Above what was proven before it proves use; in between it proves nothing.
 */
final class PowerStep {

  private static final double MILLI = 1000;

  /** What an idle CUDA context adds at most: 26 to 66 W were measured. */
  private static final long CONTEXT_MILLIWATTS = 70_000;

  private final SampleTime time;
  private final GpuSample gpu;
  private final DeviceHistory before;
  private final Optional<BoardRest> board;
  private final boolean empty;
  private final Reading<Long> power;
  private final RestingPower learned;

  /**
   * Looks at one sample.
   *
   * @param load what all other sources say
   * @param empty whether it is proven that the GPU has no process
   */
  PowerStep(SampleTime time, GpuSample gpu, DeviceHistory before, Verdict load, boolean empty) {
    this.time = time;
    this.gpu = gpu;
    this.before = before;
    this.empty = empty;
    board = BoardRest.of(gpu.identity().name());
    power = gpu.readings().get(DeviceSignal.POWER_USAGE);
    learned =
        power instanceof Reading.Value<Long>(var milliwatts)
            ? learned(load, milliwatts)
            : before.resting();
  }

  /** What is known of the power at rest now. */
  RestingPower learned() {
    return learned;
  }

  /** What power says; empty when the GPU has no such reading, or it proves nothing. */
  Optional<Verdict> verdict() {
    return switch (power) {
      case Reading.Value<Long>(var milliwatts) -> verdict(milliwatts);
      case Reading.Unsupported<Long>() -> Optional.empty();
      case Reading.Failed<Long>(var _, var _) -> Optional.of(Verdict.UNKNOWN);
    };
  }

  private Optional<Verdict> verdict(long milliwatts) {
    var rest = learned.milliwatts(empty);
    boolean above =
        beyondRest(milliwatts)
            || (rest.isPresent() && (above(milliwatts, rest.getAsLong()) || aboveInGap(rest)));
    if (above) {
      return Optional.of(Verdict.ACTIVE);
    }
    return proven(learned, milliwatts) ? Optional.of(Verdict.INACTIVE) : Optional.empty();
  }

  private RestingPower learned(Verdict load, long milliwatts) {
    var resting = before.resting();
    return switch (load) {
      case ACTIVE -> resting.used(time.now(), milliwatts);
      case UNKNOWN -> resting;
      case INACTIVE -> mayBeRest(milliwatts) ? rest(resting, milliwatts) : resting;
    };
  }

  private RestingPower rest(RestingPower resting, long milliwatts) {
    if (empty) {
      return resting.empty(time.now(), milliwatts);
    }
    var known = fell(milliwatts) ? resting.fallen(milliwatts) : resting;
    return proven(known, milliwatts) ? known.occupied(time.now(), milliwatts) : known;
  }

  /** Whether so much is rest by what is known without the sources of load. */
  private boolean proven(RestingPower resting, long milliwatts) {
    long most = Math.max(board.map(BoardRest::restMilliwatts).orElse(0L), resting.most().orElse(0));
    return most > 0 && !above(milliwatts, most);
  }

  /**
   * Whether power fell when the load did: both sensors moved, so this zero is not a stuck one. Only
   * down to what a context may add to the bare board, or a change to lighter work would pass for
   * rest.
   */
  private boolean fell(long milliwatts) {
    var use = before.resting().lastUse().filter(last -> !time.gapSince(last.at()));
    var bare = bareMilliwatts();
    return use.isPresent()
        && bare.isPresent()
        && halfTheLimit().isPresent()
        && above(use.get().milliwatts(), milliwatts)
        && milliwatts <= bare.getAsLong() + CONTEXT_MILLIWATTS;
  }

  private OptionalLong bareMilliwatts() {
    var own = before.resting().milliwatts(true);
    return own.isPresent() ? own : known(BoardRest::bareMilliwatts);
  }

  private OptionalLong known(ToLongFunction<BoardRest> figure) {
    return board
        .map(row -> OptionalLong.of(figure.applyAsLong(row)))
        .orElseGet(OptionalLong::empty);
  }

  /** Under MIG nothing but power tells whether GPM is stuck, so power may not learn from it. */
  private boolean mayBeRest(long milliwatts) {
    var rest = before.resting().milliwatts(empty);
    boolean refutes = gpu.migEnabled() && rest.isPresent() && above(milliwatts, rest.getAsLong());
    return !refutes && !beyondRest(milliwatts);
  }

  /** No GPU draws half its limit at rest, so nothing above is ever learned. */
  private boolean beyondRest(long milliwatts) {
    var half = halfTheLimit();
    return half.isPresent() && milliwatts > half.getAsLong();
  }

  private OptionalLong halfTheLimit() {
    return gpu.readings().get(DeviceSignal.POWER_LIMIT_ENFORCED)
            instanceof Reading.Value<Long>(var limit)
        ? OptionalLong.of(limit / 2)
        : known(row -> row.limitMilliwatts() / 2);
  }

  private boolean above(long milliwatts, long rest) {
    return milliwatts > rest + Math.round(time.rules().thresholds().energyAboveIdleWatts() * MILLI);
  }

  /** The energy counter tells of the time in which nothing was sampled. */
  private boolean aboveInGap(OptionalLong rest) {
    var then = before.energy().filter(point -> time.gapSince(point.at()));
    if (then.isPresent()
        && gpu.readings().get(UsageSignals.ENERGY) instanceof Reading.Value<Long>(var now)) {
      var used = then.get().until(new EnergyPoint(time.now(), now, Optional.empty()));
      double seconds = (time.now() - then.get().at()) / 1e9;
      return used.isPresent() && above(Math.round(used.getAsLong() / seconds), rest.getAsLong());
    }
    return false;
  }
}
