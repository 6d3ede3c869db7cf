// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.plausibility;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Signal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Refuses readings that no GPU, or not this one, can give: they become failed readings. What the
 * device says of its own limits narrows the bounds of what is read after it. Of one GPU or
 * instance; confined to one thread.
 */
public final class Plausibility {

  private final Consumer<Signal<?>> refused;
  private final Map<Signal<?>, Bound> bounds = new HashMap<>();
  private final Bound.Limits limits = this::limit;

  private final Map<DeviceSignal, Double> reported = new EnumMap<>(DeviceSignal.class);

  /**
   * Nothing is known of the device's own limits yet.
   *
   * @param refused learns of each signal whose value is not believed
   */
  public Plausibility(Consumer<Signal<?>> refused) {
    this.refused = refused;
  }

  /** What remains of a reading of {@code signal}. */
  public <V> Reading<V> judge(Signal<V> signal, Reading<V> reading) {
    if (!(reading instanceof Reading.Value<V>(var value)) || !(value instanceof Number number)) {
      return reading;
    }
    var bound = bounds.computeIfAbsent(signal, Bounds::of);
    double given = number.doubleValue();
    if (bound.allows(given, limits)) {
      if (signal instanceof DeviceSignal device) {
        reported.put(device, given);
      }
      return reading;
    }
    if (bound.absentBeyond() && given > bound.most()) {
      return Reading.unsupported();
    }
    refused.accept(signal);
    return Reading.failed(signal.source(), Reading.IMPLAUSIBLE);
  }

  private double limit(DeviceSignal signal) {
    return reported.getOrDefault(signal, Double.POSITIVE_INFINITY);
  }
}
