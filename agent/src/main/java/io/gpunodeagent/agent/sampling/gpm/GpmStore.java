// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.gpm;

import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.signal.SamplingPlan;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The latest GPM metrics, from the thread that samples them to those that assemble a GPU's
 * readings. Thread-safe.
 */
public final class GpmStore {

  private final Map<GpmKey, Entry> latest = new ConcurrentHashMap<>();

  /** Metrics and when they were read, nanoseconds. */
  private record Entry(Readings readings, long at) {}

  void put(GpmKey key, Readings readings, long at) {
    latest.put(key, new Entry(readings, at));
  }

  void remove(GpmKey key) {
    latest.remove(key);
  }

  /** The metrics of {@code key}, or {@code otherwise} when there are none at least this new. */
  public Readings get(GpmKey key, long notBefore, Readings otherwise) {
    var entry = latest.get(key);
    return entry == null || entry.at - notBefore < 0 ? otherwise : entry.readings;
  }

  /** The GPM signals of a plan. */
  public static List<GpmSignal> signals(SamplingPlan plan) {
    return plan.signals().stream()
        .filter(GpmSignal.class::isInstance)
        .map(GpmSignal.class::cast)
        .toList();
  }

  /** All of {@code signals} with one outcome. */
  public static Readings all(List<GpmSignal> signals, Reading<Double> outcome) {
    var readings = Readings.builder();
    signals.forEach(signal -> readings.put(signal, outcome));
    return readings.build();
  }
}
