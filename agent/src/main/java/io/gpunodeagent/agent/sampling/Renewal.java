// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.loop.Retries;
import io.gpunodeagent.core.backoff.Backoff;
import java.time.Duration;

/** Why NVML is to be opened again. */
sealed interface Renewal {

  /**
   * The longest time between two attempts to find GPUs. Each closes NVML for all GPUs: GPM and
   * events start again.
   */
  Duration LONGEST_PAUSE = Duration.ofHours(1);

  /** When to try again: after a slow period, then after twice as long each. */
  static Retries retries(SamplingConfig config) {
    var first = config.slowPeriod();
    return new Retries(
        new Backoff(first, first.compareTo(LONGEST_PAUSE) > 0 ? first : LONGEST_PAUSE));
  }

  /**
   * To see GPUs that came, went or were lost: only while no call hangs, and the last readings hold
   * meanwhile.
   */
  record Enumerate(String why) implements Renewal {}

  /** The library that is open must not be used any more. */
  record Replace(LibraryProblem trouble) implements Renewal {}
}
