package io.gpunodeagent.agent.snapshot;

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
}
