// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

import io.gpunodeagent.simulation.scenario.Time;
import java.time.Instant;
import java.time.InstantSource;

/** Tells the seconds of a scenario. */
record ScenarioClock(Time time, InstantSource source, Instant start) {

  /** Since t = 0. */
  double seconds() {
    return time.seconds(start, source.instant());
  }

  /** The instant of a moment of the scenario. */
  Instant instant(double seconds) {
    return time.instant(start, seconds);
  }
}
