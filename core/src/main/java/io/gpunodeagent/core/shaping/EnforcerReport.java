// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.shaping;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What the enforcer tells of itself.
 *
 * @param at when it last looked, wall clock
 * @param period between two looks
 * @param standings of all knobs that there is something to be said of
 * @param changes how often something was set since its start, by what came of it
 * @param drifts how often what it had set was found changed, since its start
 */
public record EnforcerReport(
    Instant at,
    Duration period,
    List<KnobState> standings,
    SequencedMap<Changed, Long> changes,
    SequencedMap<Knob, Long> drifts) {

  public EnforcerReport {
    standings = List.copyOf(standings);
    changes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(changes));
    drifts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(drifts));
  }

  /**
   * Something that was set, or was to be.
   *
   * @param done whether it was read back to stand so
   */
  public record Changed(Knob knob, KnobStep.Change change, boolean done) {}

  /** Whether the enforcer looked lately, as seen at {@code now}. */
  public boolean fresh(Instant now) {
    var patience = period.multipliedBy(3).plusSeconds(60);
    return !now.isAfter(at.plus(patience)) && !now.isBefore(at.minus(patience));
  }
}
