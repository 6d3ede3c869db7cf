// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import io.gpunodeagent.core.attribution.Attributed;
import io.gpunodeagent.core.attribution.Attributed.Absence;
import io.gpunodeagent.core.attribution.Occupant;
import io.gpunodeagent.core.attribution.Occupant.Relation;
import io.gpunodeagent.core.attribution.Share;
import io.gpunodeagent.core.attribution.device.DeviceUser;
import io.gpunodeagent.core.usage.evidence.ActivityThresholds;
import io.gpunodeagent.core.usage.evidence.Evidence;
import io.gpunodeagent.core.usage.evidence.Evidence.Doubt;
import io.gpunodeagent.core.usage.evidence.Evidence.Source;
import io.gpunodeagent.core.usage.evidence.Evidence.Verdict;
import io.gpunodeagent.core.usage.evidence.Load;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Tells from one sample of a device whether one of its holders uses it. */
final class HolderEvidence {

  private final DeviceSample sample;
  private final ActivityThresholds thresholds;
  private final boolean sole;
  private final Verdict device;

  HolderEvidence(DeviceSample sample, ActivityThresholds thresholds) {
    this.sample = sample;
    this.thresholds = thresholds;
    sole = sample.sole();
    device = sample.verdict();
  }

  /**
   * The evidence of one holder.
   *
   * @param holderDoubt why its rest is not proven, whatever the device says
   */
  Evidence of(Occupant holder, Optional<Doubt> holderDoubt) {
    if (sample.doubt().isPresent()) {
      var doubt = sample.doubt().get();
      return doubt == Doubt.SOURCE_CONFLICT
          ? new Evidence(Verdict.UNKNOWN, sample.sources(), sample.doubt())
          : Evidence.unknown(doubt);
    }
    var evidence = sole ? ofSole(holder) : ofShared(holder);
    return holderDoubt.map(evidence::doubted).orElse(evidence);
  }

  private Evidence ofSole(Occupant holder) {
    var sources = new EnumMap<Source, Verdict>(Source.class);
    sources.putAll(sample.sources());
    if (provenAbsent(holder)) {
      sources.put(Source.NO_PROCESS, Verdict.INACTIVE);
    }
    var verdict = Load.all(sources, sample.corroborated());
    return new Evidence(
        verdict,
        sources,
        verdict == Verdict.UNKNOWN ? Optional.of(undecided(sources)) : Optional.empty());
  }

  /** Why sources that say neither use nor rest prove nothing. */
  private static Doubt undecided(Map<Source, Verdict> sources) {
    if (sources.containsValue(Verdict.UNKNOWN)) {
      return Doubt.SOURCE_FAILED;
    }
    return Load.known(sources) ? Doubt.UNCORROBORATED : Doubt.NO_SOURCE;
  }

  /** Of a shared device only rest is everybody's; use may be anybody's. */
  private Evidence ofShared(Occupant holder) {
    double percent = use(holder);
    if (percent > thresholds.smPercent()) {
      return new Evidence(
          Verdict.ACTIVE, Map.of(Source.PROCESS_UTILIZATION, Verdict.ACTIVE), Optional.empty());
    }
    if (device == Verdict.INACTIVE) {
      return new Evidence(device, sample.sources(), Optional.empty());
    }
    if (!tellsUse()) {
      return Evidence.unknown(Doubt.NO_SOURCE);
    }
    if (!sample.seesAll()) {
      return Evidence.unknown(Doubt.VISIBILITY);
    }
    if (sample.mps()) {
      return Evidence.unknown(Doubt.MPS);
    }
    if (usedByOutsiders()) {
      return Evidence.unknown(Doubt.FOREIGN_USE);
    }
    if (provenAbsent(holder)) {
      return rest(Source.NO_PROCESS);
    }
    return reported(holder);
  }

  /** Of a holder with processes on a device in use, all of them seen. */
  private Evidence reported(Occupant holder) {
    if (!toldUse(holder)) {
      return Evidence.unknown(Doubt.SOURCE_FAILED);
    }
    if (accounted()) {
      return rest(Source.PROCESS_UTILIZATION);
    }
    return device == Verdict.ACTIVE
        ? Evidence.unknown(Doubt.SOURCE_CONFLICT)
        : new Evidence(device, sample.sources(), Optional.of(undecided(sample.sources())));
  }

  private static Evidence rest(Source source) {
    return new Evidence(Verdict.INACTIVE, Map.of(source, Verdict.INACTIVE), Optional.empty());
  }

  /** Whether anything tells load of the device: short work shows in no list, nor in a codec. */
  private boolean tellsUse() {
    return Load.known(sample.sources()) || sample.sources().containsKey(Source.PROCESS_UTILIZATION);
  }

  /** Whether someone's SM use explains that the device is in use; that of a codec shows nowhere. */
  private boolean accounted() {
    return sample.sources().get(Source.CODEC) != Verdict.ACTIVE
        && sample.device().occupants().stream()
            .anyMatch(other -> percent(other) > thresholds.smPercent());
  }

  /** Whether neither the holder nor its pod has a process, and none can be hidden. */
  private boolean provenAbsent(Occupant holder) {
    boolean absent = sample.seesAll() && !sample.mps() && holder.share().pids().isEmpty();
    for (var other : sample.device().occupants()) {
      absent &= other.share().pids().isEmpty() || !onBehalf(other, holder);
    }
    return absent;
  }

  /** Whether anybody who was given nothing here, nor belongs to one who was, uses the device. */
  private boolean usedByOutsiders() {
    return uses(sample.device().host())
        || sample.device().occupants().stream()
            .anyMatch(other -> outsider(other.relation()) && uses(other.share()));
  }

  private static boolean outsider(Relation relation) {
    return switch (relation) {
      case HOLDER, SAME_POD -> false;
      case FOREIGN, UNALLOCATED, POSSIBLE_HOLDER, UNKNOWN -> true;
    };
  }

  private boolean uses(Share share) {
    return !isKnown(share) || percent(share) > thresholds.smPercent();
  }

  private double use(Occupant holder) {
    double most = percent(holder);
    for (var other : sample.device().occupants()) {
      most = onBehalf(other, holder) ? Math.max(most, percent(other)) : most;
    }
    return most;
  }

  private boolean toldUse(Occupant holder) {
    boolean known = isKnown(holder.share());
    for (var other : sample.device().occupants()) {
      known &= isKnown(other.share()) || !onBehalf(other, holder);
    }
    return known;
  }

  private static boolean isKnown(Share share) {
    return switch (share.smPercent()) {
      case Attributed.Value<Double>(var _, var _) -> true;
      case Attributed.Absent<Double>(var reason) -> reason == Absence.NO_PROCESS;
    };
  }

  /** Another container of the holder's pod, which was given nothing, uses the device for it. */
  private static boolean onBehalf(Occupant other, Occupant holder) {
    return other.relation() == Relation.SAME_POD && samePod(other.user(), holder.user());
  }

  private static boolean samePod(DeviceUser other, DeviceUser holder) {
    boolean uid = other.podUid().isPresent() && other.podUid().equals(holder.podUid());
    return uid
        || (other instanceof DeviceUser.Container(var name, var _)
            && holder instanceof DeviceUser.Container(var held, var _)
            && name.namespace().equals(held.namespace())
            && name.pod().equals(held.pod()));
  }

  private static double percent(Occupant occupant) {
    return percent(occupant.share());
  }

  private static double percent(Share share) {
    return share.smPercent() instanceof Attributed.Value<Double>(var percent, var _) ? percent : 0;
  }
}
