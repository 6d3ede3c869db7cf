// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import io.gpunodeagent.core.plausibility.Plausibility;
import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.RateSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A field as planned for one GPU: its number at this driver, when it is due, what it last read and
 * how fast it grew. Confined to one thread.
 */
final class PlannedField {

  private final FieldSignal field;
  private final OptionalInt number;
  private final Turn turn;
  private final LastReading<Long> value;
  private final Plausibility bounds;
  private boolean exported;
  private @Nullable LastReading<Double> rate;
  private CounterRate.@Nullable Point last;

  PlannedField(FieldSignal field, OptionalInt number, Turn turn, Plausibility bounds) {
    this.field = field;
    this.number = number;
    this.turn = turn;
    this.bounds = bounds;
    value = new LastReading<>(field);
  }

  /** The value itself is asked for, not only its growth. */
  void exported() {
    exported = true;
  }

  /** The growth is asked for. */
  void rated(RateSignal signal) {
    rate = new LastReading<>(signal);
  }

  FieldSignal signal() {
    return field;
  }

  boolean due(long now) {
    return number.isPresent() && turn.due(now);
  }

  int number() {
    return number.orElseThrow();
  }

  Reading<Long> reading() {
    return value.reading();
  }

  /**
   * Takes what the field read.
   *
   * @param read the value, unsigned
   * @param bits the width of the value's type
   * @param at when it was read, nanoseconds
   */
  void take(Reading<Long> read, int bits, long at, long slowPeriod) {
    var reading = bounds.judge(field, read);
    value.set(reading);
    turn.answered(reading, at, slowPeriod);
    if (rate != null) {
      rate.set(bounds.judge(rate.signal(), rate(reading, bits, at)));
    }
  }

  private Reading<Double> rate(Reading<Long> reading, int bits, long at) {
    return reading.flatMap(
        now -> {
          var point = new CounterRate.Point(now, bits, at);
          var earlier = last;
          last = point;
          return earlier == null
              ? Reading.failed(field.source(), CounterRate.NO_DATA)
              : CounterRate.between(earlier, point, field.source());
        });
  }

  void into(Readings.Builder readings) {
    if (exported) {
      value.into(readings);
    }
    if (rate != null) {
      rate.into(readings);
    }
  }
}
