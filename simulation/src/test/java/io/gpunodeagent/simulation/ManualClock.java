// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves when it is told to. */
final class ManualClock implements InstantSource {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private volatile Instant now = START;

  void at(long seconds) {
    now = START.plus(Duration.ofSeconds(seconds));
  }

  @Override
  public Instant instant() {
    return now;
  }
}
