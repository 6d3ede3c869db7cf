// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.signal.Signal;

/** The last reading of one signal, carried into every sample until the next. */
final class LastReading<T> {

  private final Signal<T> signal;
  private Reading<T> reading = Reading.unsupported();

  LastReading(Signal<T> signal) {
    this.signal = signal;
  }

  Signal<T> signal() {
    return signal;
  }

  void set(Reading<T> now) {
    reading = now;
  }

  Reading<T> reading() {
    return reading;
  }

  void into(Readings.Builder readings) {
    readings.put(signal, reading);
  }
}
