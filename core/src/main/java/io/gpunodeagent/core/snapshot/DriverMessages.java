// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.snapshot;

import io.gpunodeagent.core.sources.SourceState;
import java.time.Instant;
import java.util.Map;

/**
 * What the driver wrote to the kernel log since the agent started, beside XIDs.
 *
 * @param state whether the log is read now
 * @param counts how often each message was seen
 */
public record DriverMessages(SourceState state, Map<DriverMessage, Count> counts) {

  public DriverMessages {
    counts = Map.copyOf(counts);
  }

  /** No kernel log is configured. */
  public static DriverMessages off() {
    return new DriverMessages(new SourceState.Off(), Map.of());
  }

  /** How often {@code message} was seen. */
  public long count(DriverMessage message) {
    var seen = counts.get(message);
    return seen == null ? 0 : seen.count();
  }

  /**
   * How often a message was seen.
   *
   * @param count since the agent started
   * @param lastSeen when last
   */
  public record Count(long count, Instant lastSeen) {}
}
