// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import io.gpunodeagent.core.signal.Cadence;
import io.gpunodeagent.core.signal.Reading;

/**
 * When one thing is to be read again. What failed is read on the next pass; what is not supported
 * rests for ten slow periods, so that passes stay cheap; slow things are spread over the slow
 * period. Times in nanoseconds. Confined to one thread.
 */
public final class Turn {

  /** Slow periods between two attempts at something that is not supported. */
  private static final int UNSUPPORTED_REST = 10;

  private final Cadence cadence;
  private final double phase;
  private boolean settled;
  private boolean repeated;
  private long next;

  /**
   * A turn that is due at once.
   *
   * @param phase where in the slow period later turns fall, above 0 up to 1
   */
  public Turn(Cadence cadence, double phase) {
    this.cadence = cadence;
    this.phase = phase;
  }

  public boolean due(long now) {
    return !settled || now - next >= 0;
  }

  /** Notes what the thing read as. */
  void answered(Reading<?> reading, long now, long slowPeriod) {
    switch (reading) {
      case Reading.Failed<?> _ -> settled = false;
      case Reading.Unsupported<?> _ -> settle(now + UNSUPPORTED_REST * slowPeriod);
      case Reading.Value<?> _ -> read(now, slowPeriod);
    }
  }

  /** Notes that the thing was read. */
  public void read(long now, long slowPeriod) {
    switch (cadence) {
      case PASS -> settled = false;
      case STATIC -> settle(Long.MAX_VALUE / 2 + now);
      case SLOW -> {
        settle(now + (repeated ? slowPeriod : (long) (slowPeriod * phase)));
        repeated = true;
      }
    }
  }

  private void settle(long until) {
    settled = true;
    next = until;
  }
}
