// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What was written on a pod and reported about it under one rule. The notice runs from when it was
 * written, whatever the rules make of the time before: nobody can act on what was not written.
 *
 * @param rule its name
 * @param announced when the announcement was written; empty before that
 * @param notice from then on
 * @param reclaimAt what was written as the end of the notice
 * @param markReported whether there is an Event of the mark
 * @param evictionReported whether there is an Event of the eviction
 * @param blockReported whether there is an Event of a blocked eviction
 */
record Episode(
    String rule,
    Optional<Duration> announced,
    Duration notice,
    Instant reclaimAt,
    boolean markReported,
    boolean evictionReported,
    boolean blockReported) {

  /** Nothing was announced yet. */
  static Episode begin(String rule, Duration notice) {
    return new Episode(rule, Optional.empty(), notice, Instant.EPOCH, false, false, false);
  }

  /** It was announced by an earlier run of the agent. */
  static Episode goOn(String rule, Duration now, Duration left, Instant reclaimAt, boolean marked) {
    return new Episode(rule, Optional.of(now), left, reclaimAt, marked, false, false);
  }

  boolean over(Duration now) {
    return announced.isPresent() && now.compareTo(announced.get().plus(notice)) >= 0;
  }

  Episode announced(Duration now, Instant until) {
    return new Episode(
        rule,
        announced.isPresent() ? announced : Optional.of(now),
        notice,
        until,
        markReported,
        evictionReported,
        blockReported);
  }

  Episode withMarkReported() {
    return new Episode(rule, announced, notice, reclaimAt, true, evictionReported, blockReported);
  }

  Episode withEvictionReported() {
    return new Episode(rule, announced, notice, reclaimAt, markReported, true, blockReported);
  }

  Episode withBlockReported() {
    return new Episode(rule, announced, notice, reclaimAt, markReported, evictionReported, true);
  }
}
