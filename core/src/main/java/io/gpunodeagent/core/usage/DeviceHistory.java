// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import io.gpunodeagent.core.usage.clock.SampleTime;
import io.gpunodeagent.core.usage.clock.SlidingSum;
import io.gpunodeagent.core.usage.evidence.Conflicts;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is remembered of one device.
 *
 * @param seen the latest sample, nanoseconds of the monotonic clock
 * @param energy the latest reading of the energy counter
 * @param contended time in which several holders were active at once and all use was seen
 * @param contendedUse SM use by all in that time
 */
record DeviceHistory(
    long seen,
    Optional<EnergyPoint> energy,
    RestingPower resting,
    Conflicts conflicts,
    SlidingSum contended,
    SlidingSum contendedUse) {

  /** A device first seen. */
  static DeviceHistory begin(SampleTime time) {
    return new DeviceHistory(
        time.now(),
        Optional.empty(),
        RestingPower.UNKNOWN,
        Conflicts.NONE,
        SlidingSum.empty(time.window(), time.now()),
        SlidingSum.empty(time.window(), time.now()));
  }

  /** The same with what the GPU's own readings taught. */
  DeviceHistory judged(RestingPower rest, Conflicts met) {
    return new DeviceHistory(seen, energy, rest, met, contended, contendedUse);
  }

  /**
   * A reading of the energy counter.
   *
   * @param at when, nanoseconds of the monotonic clock
   * @param millijoules since driver load
   * @param sole who held the GPU alone; empty when nobody did
   */
  record EnergyPoint(long at, long millijoules, Optional<AllocationKey> sole) {

    /** Energy used since, mJ; empty when the counter was reset. */
    OptionalLong until(EnergyPoint later) {
      long more = later.millijoules - millijoules;
      return more < 0 ? OptionalLong.empty() : OptionalLong.of(more);
    }
  }
}
