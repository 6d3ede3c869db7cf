// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import io.gpunodeagent.core.attribution.Attributed;
import io.gpunodeagent.core.attribution.Attributed.Absence;
import io.gpunodeagent.core.attribution.AttributedDevice.Sharing;
import io.gpunodeagent.core.attribution.Occupant;
import io.gpunodeagent.core.attribution.Share;
import io.gpunodeagent.core.usage.evidence.ActivityThresholds;
import io.gpunodeagent.core.usage.evidence.Evidence.Source;
import io.gpunodeagent.core.usage.evidence.Evidence.Verdict;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Who gets how much of a shared device, where all use of it is known. */
final class Contention {

  private static final double PERCENT = 100;

  private final DeviceSample sample;
  private final boolean known;

  Contention(DeviceSample sample) {
    this.sample = sample;
    known =
        sample.gpu().fresh()
            && sample.doubt().isEmpty()
            && sample.seesAll()
            && !sample.mps()
            && isKnown(sample.device().host())
            && allKnown()
            && !refuted();
  }

  /** Whether the use of every process on the device is known. */
  boolean known() {
    return known;
  }

  /** Whether the processes show no use while the device shows use of its SMs: theirs is stuck. */
  private boolean refuted() {
    return total() == 0
        && Stream.of(Source.DEVICE_UTILIZATION, Source.GPM, Source.ENERGY)
            .anyMatch(source -> sample.sources().get(source) == Verdict.ACTIVE);
  }

  /** Whether several holders use the device at once, and all use is known. */
  boolean contended(ActivityThresholds thresholds) {
    return known
        && !sharedByNobody()
        && sample
                .device()
                .holders()
                .filter(holder -> used(holder.share()) * PERCENT > thresholds.smPercent())
                .count()
            > 1;
  }

  private boolean sharedByNobody() {
    return sample.device().sharing() == Sharing.UNHELD
        || sample.device().sharing() == Sharing.EXCLUSIVE;
  }

  /** Use by all, 0–1. */
  double total() {
    double sum = used(sample.device().host());
    for (var occupant : sample.device().occupants()) {
      sum += used(occupant.share());
    }
    return Math.min(1, sum);
  }

  /** The part of the device's SMs in use by {@code share}, 0–1; 0 when that is unknown. */
  static double used(Share share) {
    return share.smPercent() instanceof Attributed.Value<Double>(var percent, var _)
        ? Math.clamp(percent / PERCENT, 0, 1)
        : 0;
  }

  /** The part of the SMs in use by a holder; empty when it is not known, 0 without a process. */
  OptionalDouble smPart(Occupant holder) {
    boolean certain =
        switch (holder.share().smPercent()) {
          case Attributed.Value<Double>(var _, var _) -> true;
          case Attributed.Absent<Double>(var reason) ->
              reason == Absence.NO_PROCESS && sample.seesAll() && !sample.mps();
        };
    return certain ? OptionalDouble.of(used(holder.share())) : OptionalDouble.empty();
  }

  private boolean allKnown() {
    boolean all = true;
    for (var occupant : sample.device().occupants()) {
      all &= isKnown(occupant.share());
    }
    return all;
  }

  private static boolean isKnown(Share share) {
    return share.pids().isEmpty() || share.smPercent() instanceof Attributed.Value<Double>;
  }
}
