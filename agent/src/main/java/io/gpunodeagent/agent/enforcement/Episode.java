// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a pod was told under one rule. The notice runs from when it was told, whatever the rules
 * make of the time before: nobody can heed what was not written.
 *
 * @param rule its name
 * @param told when the announcement was written; empty before that
 * @param notice from then on
 * @param reclaimAt what was written as the end of the notice
 * @param markTold whether the Event of the mark was told
 * @param evictionTold whether the Event of the eviction was told
 * @param blockTold whether the Event of a blocked eviction was told
 */
record Episode(
    String rule,
    Optional<Duration> told,
    Duration notice,
    Instant reclaimAt,
    boolean markTold,
    boolean evictionTold,
    boolean blockTold) {

  /** Nothing was told yet. */
  static Episode begin(String rule, Duration notice) {
    return new Episode(rule, Optional.empty(), notice, Instant.EPOCH, false, false, false);
  }

  /** It was told by an earlier run of the agent. */
  static Episode goOn(String rule, Duration now, Duration left, Instant reclaimAt, boolean marked) {
    return new Episode(rule, Optional.of(now), left, reclaimAt, marked, false, false);
  }

  boolean over(Duration now) {
    return told.isPresent() && now.compareTo(told.get().plus(notice)) >= 0;
  }

  Episode told(Duration now, Instant until) {
    return new Episode(
        rule,
        told.isPresent() ? told : Optional.of(now),
        notice,
        until,
        markTold,
        evictionTold,
        blockTold);
  }

  Episode withMarkTold() {
    return new Episode(rule, told, notice, reclaimAt, true, evictionTold, blockTold);
  }

  Episode withEvictionTold() {
    return new Episode(rule, told, notice, reclaimAt, markTold, true, blockTold);
  }

  Episode withBlockTold() {
    return new Episode(rule, told, notice, reclaimAt, markTold, evictionTold, true);
  }
}
