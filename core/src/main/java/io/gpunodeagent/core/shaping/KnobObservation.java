// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.shaping;

import java.time.Duration;
import java.util.Optional;

/**
 * All that is known of a knob at one moment.
 *
 * @param actual what was read just now
 * @param owned what the enforcer set; empty when it set nothing, or took it back
 * @param drifts how often it was set again
 * @param dryRun whether nothing may be set but what takes back
 * @param now on a monotonic clock
 */
public record KnobObservation(
    Knob knob,
    Demand demand,
    Actual actual,
    Optional<Owned> owned,
    Drifts drifts,
    boolean dryRun,
    Duration now) {

  /** Whether what stands is what the enforcer set. */
  boolean ours() {
    return owned.filter(each -> new Actual.Known(each.value()).equals(actual)).isPresent();
  }

  /** Whether somebody changed what the enforcer set. */
  boolean drifted() {
    return owned.isPresent() && actual instanceof Actual.Known && !ours();
  }
}
