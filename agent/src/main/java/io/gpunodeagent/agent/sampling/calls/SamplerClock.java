package io.gpunodeagent.agent.sampling.calls;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks sampling needs.
 *
 * @param wall the time of day, for everything a reader of a snapshot sees
 * @param nanos a clock that never goes back, nanoseconds from an arbitrary origin, for everything
 *     that is a duration
 */
public record SamplerClock(InstantSource wall, LongSupplier nanos) {

  /** The machine's clocks. */
  public static SamplerClock system() {
    return new SamplerClock(InstantSource.system(), System::nanoTime);
  }

  public Instant now() {
    return wall.instant();
  }

  public long nanoTime() {
    return nanos.getAsLong();
  }
}
