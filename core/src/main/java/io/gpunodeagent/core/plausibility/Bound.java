// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.plausibility;

import io.gpunodeagent.core.signal.DeviceSignal;

/**
 * The range a reading must lie in, in the signal's own unit.
 *
 * @param least the least any device gives
 * @param most the most any device gives
 * @param ofDevice the most this device gives, from what it said of its own limits
 * @param absentBeyond whether a value beyond {@code most} is a driver's way to say that there is no
 *     sensor
 */
record Bound(double least, double most, Ceiling ofDevice, boolean absentBeyond) {

  /** Any value. */
  static final Bound NONE =
      new Bound(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Ceiling.NONE, false);

  /** The limits a device has reported. */
  interface Limits {

    /** The limit, in the signal's unit; infinite while the device did not report it. */
    double of(DeviceSignal limit);
  }

  /** The most a device gives, by its own limits. */
  interface Ceiling {

    /** No more than any device gives. */
    Ceiling NONE = _ -> Double.POSITIVE_INFINITY;

    /** The most it gives; infinite while it is not known. */
    double of(Limits limits);
  }

  /** From {@code least} to {@code most} on every device. */
  static Bound range(double least, double most) {
    return new Bound(least, most, Ceiling.NONE, false);
  }

  /** From 0 to {@code most}. */
  static Bound upTo(double most) {
    return range(0, most);
  }

  /** The same, and no more than {@code factor} times a limit of the device. */
  Bound within(double factor, DeviceSignal limit) {
    return within(limits -> limits.of(limit) * factor);
  }

  /** The same, and no more than the device can. */
  Bound within(Ceiling ceiling) {
    return new Bound(least, most, ceiling, absentBeyond);
  }

  /** The same, but more than {@code most} means that there is nothing to read. */
  Bound orAbsent() {
    return new Bound(least, most, ofDevice, true);
  }

  /** Whether a device with these limits may give {@code value}; never NaN. */
  boolean allows(double value, Limits limits) {
    return value >= least && value <= most && value <= ofDevice.of(limits);
  }
}
