// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.sources;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a source of facts besides NVML answers; the last good facts are kept with their age. */
public sealed interface SourceState {

  /** The source is not configured. */
  record Off() implements SourceState {}

  /**
   * The latest attempt succeeded.
   *
   * @param asOf when the facts were read
   */
  record Up(Instant asOf) implements SourceState {}

  /**
   * The latest attempt failed; facts read at {@code lastGood}, if ever, are still served.
   *
   * @param since when it began to fail
   * @param reason the thing and the error, one line
   */
  record Down(Instant since, Optional<Instant> lastGood, String reason) implements SourceState {}

  /**
   * What this state means when nothing was heard from the source for {@code silence}: one that is
   * up and silent for too long is down, whatever keeps it silent.
   *
   * @param patience the longest silence that is in order
   * @param what the source, for the reason
   */
  default SourceState after(Duration silence, Duration patience, String what) {
    return this instanceof Up(var asOf) && silence.compareTo(patience) > 0
        ? new Down(
            asOf.plus(patience),
            Optional.of(asOf),
            what + ": nothing was heard for more than " + patience.toSeconds() + " s")
        : this;
  }

  /** When the facts being served were read; empty when there are none. */
  default Optional<Instant> factsAsOf() {
    return switch (this) {
      case Off() -> Optional.empty();
      case Up(var asOf) -> Optional.of(asOf);
      case Down(var _, var lastGood, var _) -> lastGood;
    };
  }
}
