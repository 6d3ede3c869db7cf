// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import io.gpunodeagent.core.attribution.Holding;
import io.gpunodeagent.core.attribution.Occupant;
import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.attribution.device.DeviceUser;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.usage.DeviceHistory.EnergyPoint;
import io.gpunodeagent.core.usage.clock.SampleTime;
import io.gpunodeagent.core.usage.clock.SlidingSum;
import io.gpunodeagent.core.usage.evidence.UsageSignals;
import java.util.Optional;
import java.util.OptionalDouble;

/** What one sample adds to a device: energy and contention. */
final class DeviceStep {

  private static final double MILLI = 1000;

  private final SampleTime beat;
  private final DeviceSample sample;
  private final Contention contention;
  private final Optional<AllocationKey> sole;
  private final Optional<EnergyPoint> point;
  private final boolean contended;
  private final DeviceHistory after;

  DeviceStep(SampleTime beat, DeviceSample sample) {
    this.beat = beat;
    this.sample = sample;
    contention = new Contention(sample);
    sole = sample.sole() ? sample.device().holders().findFirst().map(this::key) : Optional.empty();
    point = point();
    contended = contention.contended(beat.rules().thresholds());
    after = remembered();
  }

  /** What is remembered of the device now. */
  DeviceHistory history() {
    return after;
  }

  /** The key of a holder. */
  AllocationKey key(Occupant holder) {
    return key(holder, sample.device().device());
  }

  private static AllocationKey key(Occupant holder, Device device) {
    return switch (holder.user()) {
      case DeviceUser.Container(var name, var uid) -> new AllocationKey(name, uid, device);
      case DeviceUser.UnlistedContainer _, DeviceUser.UnknownPod _ ->
          throw new IllegalStateException("a holder is a container known by name: " + holder);
    };
  }

  /** The energy the holder is answerable for since the latest reading, in joules. */
  OptionalDouble energyJoules(Occupant holder) {
    var before = sample.before().energy();
    if (point.isEmpty() || before.isEmpty() || beat.gapSince(before.get().at())) {
      return OptionalDouble.empty();
    }
    var used = before.get().until(point.get());
    if (used.isEmpty()) {
      return OptionalDouble.empty();
    }
    double joules = used.getAsLong() / MILLI;
    if (sole.isPresent()) {
      return before.get().sole().equals(sole) ? OptionalDouble.of(joules) : OptionalDouble.empty();
    }
    return contention.known()
        ? OptionalDouble.of(joules * Contention.used(holder.share()))
        : OptionalDouble.empty();
  }

  /** SM use of the holder over {@code nanos}, in seconds of the whole device. */
  OptionalDouble smSeconds(Occupant holder, long nanos) {
    var part = sample.doubt().isPresent() ? OptionalDouble.empty() : contention.smPart(holder);
    return part.isEmpty() ? part : OptionalDouble.of(part.getAsDouble() * nanos / 1e9);
  }

  /** The holder's use while the device was contended. */
  SlidingSum contendedUse(SlidingSum before, Occupant holder) {
    var sum = before.over(beat.window(), beat.now());
    return contended ? sum.add(beat.now(), interval(), Contention.used(holder.share())) : sum;
  }

  /** The holder's part of all use while the device was contended. */
  OptionalDouble computeShare(SlidingSum use) {
    long total = after.contendedUse().total(beat.now());
    return total == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.min(1, (double) use.total(beat.now()) / total));
  }

  /** How much of the device the holder was given. */
  Entitlement entitlement(Holding holding) {
    return Entitlement.of(
        sample.device(), holding, sample.readings().get(DeviceSignal.MEMORY_TOTAL).toOptional());
  }

  private long interval() {
    return beat.proven(sample.before().seen());
  }

  private Optional<EnergyPoint> point() {
    boolean whole = sample.device().device() instanceof Device.Gpu && !sample.gpu().migEnabled();
    return whole
            && sample.gpu().fresh()
            && sample.readings().get(UsageSignals.ENERGY) instanceof Reading.Value<Long>(var now)
        ? Optional.of(new EnergyPoint(beat.now(), now, sole))
        : Optional.empty();
  }

  private DeviceHistory remembered() {
    var before = sample.history();
    long length = interval();
    var time = before.contended().over(beat.window(), beat.now());
    var use = before.contendedUse().over(beat.window(), beat.now());
    return new DeviceHistory(
        beat.now(),
        point.or(before::energy),
        before.resting(),
        before.conflicts(),
        contended ? time.add(beat.now(), length, 1) : time,
        contended ? use.add(beat.now(), length, contention.total()) : use);
  }
}
