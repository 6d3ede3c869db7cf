// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.scenario;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The {@code clock} of a scenario, as the library reads it.
 *
 * @param fixed seconds at which it stands still
 * @param epoch the instant of t = 0, in place of the start
 * @param speed how many times faster than real time it runs
 */
public record Time(OptionalDouble fixed, Optional<Instant> epoch, double speed) {

  /** Real time from the start. */
  public static final Time REAL = new Time(OptionalDouble.empty(), Optional.empty(), 1);

  /** Seconds of the scenario at {@code now}, when it was begun at {@code start}; never negative. */
  public double seconds(Instant start, Instant now) {
    if (fixed.isPresent()) {
      return fixed.getAsDouble();
    }
    var passed = Duration.between(epoch.orElse(start), now);
    return Math.max(0, (passed.getSeconds() + passed.getNano() / 1e9) * speed);
  }

  /** The instant at which the scenario's clock shows {@code seconds}. */
  public Instant instant(Instant start, double seconds) {
    return epoch.orElse(start).plusNanos(Math.round(seconds / speed * 1e9));
  }

  static Time read(Optional<At> clock) {
    var fixed = clock.flatMap(at -> at.find("fixed")).map(At::seconds);
    return new Time(
        fixed.isPresent() ? OptionalDouble.of(fixed.get()) : OptionalDouble.empty(),
        clock.flatMap(at -> at.find("epoch")).map(Time::epoch),
        clock.flatMap(at -> at.find("speed")).map(Time::speed).orElse(1.0));
  }

  private static Instant epoch(At at) {
    try {
      return Instant.parse(at.text());
    } catch (DateTimeException _) {
      throw at.fault("must be an instant in UTC", "write it like 2026-01-01T00:00:00Z");
    }
  }

  private static double speed(At at) {
    try {
      double speed = Double.parseDouble(at.text());
      if (speed >= 0.001 && speed <= 100_000) {
        return speed;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw at.fault("must be between 0.001 and 100000", "give a number in that range");
  }
}
