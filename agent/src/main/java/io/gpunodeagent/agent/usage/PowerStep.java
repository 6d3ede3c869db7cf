package io.gpunodeagent.agent.usage;

import io.gpunodeagent.agent.snapshot.DeviceSignal;
import io.gpunodeagent.agent.snapshot.GpuSample;
import io.gpunodeagent.agent.snapshot.Reading;
import io.gpunodeagent.agent.usage.DeviceHistory.EnergyPoint;
import io.gpunodeagent.agent.usage.Evidence.Verdict;
import java.util.Optional;
import java.util.OptionalLong;

/** What the power of a GPU says of its use: evidence only above what it draws at rest. */
final class PowerStep {

  private static final double MILLI = 1000;

  private final Beat beat;
  private final GpuSample gpu;
  private final DeviceHistory before;
  private final boolean processes;
  private final RestingPower learned;

  /**
   * Looks at one sample.
   *
   * @param rest whether all other sources say rest
   */
  PowerStep(Beat beat, GpuSample gpu, DeviceHistory before, boolean rest) {
    this.beat = beat;
    this.gpu = gpu;
    this.before = before;
    processes = gpu.processes().toOptional().filter(list -> !list.isEmpty()).isPresent();
    learned =
        rest && power() instanceof Reading.Value<Long>(var milliwatts) && mayBeRest(milliwatts)
            ? before.resting().learned(beat.now(), processes, milliwatts)
            : before.resting();
  }

  /** What is known of the power at rest now. */
  RestingPower learned() {
    return learned;
  }

  /** What power says; empty when it is not told or there is nothing to compare it with. */
  Optional<Verdict> verdict() {
    return switch (power()) {
      case Reading.Value<Long>(var milliwatts) -> verdict(milliwatts);
      case Reading.Unsupported<Long>() -> Optional.empty();
      case Reading.Failed<Long>(var _, var _) -> Optional.of(Verdict.UNKNOWN);
    };
  }

  private Optional<Verdict> verdict(long milliwatts) {
    var rest = learned.milliwatts(processes);
    boolean above =
        beyondRest(milliwatts)
            || (rest.isPresent() && above((double) milliwatts, rest))
            || (rest.isPresent() && aboveInGap(rest));
    if (above) {
      return Optional.of(Verdict.ACTIVE);
    }
    return rest.isPresent() ? Optional.of(Verdict.INACTIVE) : Optional.empty();
  }

  private Reading<Long> power() {
    return gpu.readings().get(DeviceSignal.POWER_USAGE);
  }

  /** Under MIG nothing but power tells whether GPM is stuck, so power may not learn from it. */
  private boolean mayBeRest(long milliwatts) {
    var rest = before.resting().milliwatts(processes);
    boolean refutes = gpu.migEnabled() && rest.isPresent() && above((double) milliwatts, rest);
    return !refutes && !beyondRest(milliwatts);
  }

  /** No GPU draws half its limit at rest, so nothing above is ever learned. */
  private boolean beyondRest(long milliwatts) {
    return gpu.readings().get(DeviceSignal.POWER_LIMIT_ENFORCED)
            instanceof Reading.Value<Long>(var limit)
        && milliwatts > limit / 2;
  }

  private boolean above(double milliwatts, OptionalLong rest) {
    return milliwatts > rest.getAsLong() + beat.rules().floors().energyAboveIdleWatts() * MILLI;
  }

  /** The energy counter tells of the time in which nothing was sampled. */
  private boolean aboveInGap(OptionalLong rest) {
    var then = before.energy().filter(point -> beat.gapSince(point.at()));
    if (then.isPresent()
        && gpu.readings().get(UsageSignals.ENERGY) instanceof Reading.Value<Long>(var now)) {
      var used = then.get().until(new EnergyPoint(beat.now(), now, Optional.empty()));
      double seconds = (beat.now() - then.get().at()) / 1e9;
      return used.isPresent() && above(used.getAsLong() / seconds, rest);
    }
    return false;
  }
}
