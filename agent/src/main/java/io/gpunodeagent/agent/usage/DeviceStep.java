package io.gpunodeagent.agent.usage;

import io.gpunodeagent.agent.attribution.AttributedDevice.Sharing;
import io.gpunodeagent.agent.attribution.Device;
import io.gpunodeagent.agent.attribution.Holding;
import io.gpunodeagent.agent.attribution.Occupant;
import io.gpunodeagent.agent.attribution.Party;
import io.gpunodeagent.agent.snapshot.Reading;
import io.gpunodeagent.agent.usage.DeviceHistory.EnergyPoint;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What one sample adds to a device: energy, contention, replicas. */
final class DeviceStep {

  private static final double MILLI = 1000;

  private final Beat beat;
  private final DeviceSample sample;
  private final Contention contention;
  private final Optional<AllocationKey> sole;
  private final Optional<EnergyPoint> point;
  private final boolean contended;
  private final DeviceHistory after;

  DeviceStep(Beat beat, DeviceSample sample) {
    this.beat = beat;
    this.sample = sample;
    contention = new Contention(sample);
    sole = sample.sole() ? sample.device().holders().findFirst().map(this::key) : Optional.empty();
    point = point();
    contended = contention.contended(beat.rules().floors());
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
    return switch (holder.party()) {
      case Party.Container(var name, var uid) -> new AllocationKey(name, uid, device);
      case Party.UnlistedContainer _, Party.UnknownPod _ ->
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

  /** The part of the device the holder was given. */
  OptionalDouble entitlement(Holding holding) {
    return switch (sample.device().sharing()) {
      case EXCLUSIVE -> OptionalDouble.of(1);
      // A part of a DRA device's capacity is a share too, but not of any number of equal ones.
      case REPLICAS ->
          holding.replicas().isEmpty()
              ? OptionalDouble.empty()
              : OptionalDouble.of(
                  Math.min(1, (double) holding.replicas().size() / after.replicas()));
      case UNHELD, COMPUTE_INSTANCES, COMMON -> OptionalDouble.empty();
    };
  }

  /** In how many replicas the device is given out. */
  OptionalInt replicas() {
    return sample.device().sharing() == Sharing.REPLICAS && after.replicas() > 0
        ? OptionalInt.of(after.replicas())
        : OptionalInt.empty();
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
        seenReplicas(before.replicas()),
        contended ? time.add(beat.now(), length, 1) : time,
        contended ? use.add(beat.now(), length, contention.total()) : use);
  }

  /**
   * Plugins number replicas from 0, so the highest number seen tells how many there are at least.
   */
  private int seenReplicas(int before) {
    if (beat.rules().replicas().isPresent()) {
      return beat.rules().replicas().getAsInt();
    }
    int most = before;
    if (sample.device().sharing() == Sharing.REPLICAS) {
      for (var occupant : sample.device().occupants()) {
        most = Math.max(most, occupant.holding().map(DeviceStep::highest).orElse(0));
      }
    }
    return most;
  }

  private static int highest(Holding holding) {
    int highest = 0;
    for (var entry : holding.entries()) {
      highest = Math.max(highest, entry.replica().orElse(-1) + 1);
    }
    return highest;
  }
}
