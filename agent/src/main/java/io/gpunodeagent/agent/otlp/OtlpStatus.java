// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.otlp;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How the export fares. Counts are of this process, whatever was configured meanwhile.
 *
 * @param batches requests that were taken
 * @param points data points in them that were taken
 * @param rejected data points in them that were not
 * @param failures attempts that failed, by kind, each kind
 * @param dropped requests given up: refused, or the oldest of too many
 * @param queued requests that wait
 * @param lastSuccess when a request was last taken; empty before the first
 */
public record OtlpStatus(
    long batches,
    long points,
    long rejected,
    Map<OtlpAnswer.Failure, Long> failures,
    long dropped,
    int queued,
    Optional<Instant> lastSuccess) {

  public OtlpStatus {
    failures = Map.copyOf(failures);
  }
}
