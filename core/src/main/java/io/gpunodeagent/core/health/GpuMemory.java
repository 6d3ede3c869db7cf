// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import io.gpunodeagent.core.health.HealthMemory.ResetCounters;
import io.gpunodeagent.core.health.cause.Cause;
import io.gpunodeagent.core.signal.Signal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What is kept of one GPU to see growth and change by. Times are of the snapshots' monotonic clock.
 *
 * @param xids how often each XID had been seen
 * @param counters the last value of each counter
 * @param links by number
 * @param reported when an event last reported a cause, over its returns
 * @param resetDue whether the GPU was lost or its driver unloaded since it was last read: when it
 *     answers again, it has been reset
 */
public record GpuMemory(
    Map<Cause, Long> xids,
    Map<Signal<Long>, Point> counters,
    Map<Integer, Link> links,
    Map<Cause, Duration> reported,
    boolean resetDue) {

  public GpuMemory {
    xids = Map.copyOf(xids);
    counters = Map.copyOf(counters);
    links = Map.copyOf(links);
    reported = Map.copyOf(reported);
  }

  /**
   * A value of a counter.
   *
   * @param since when it was first read
   */
  public record Point(long value, Duration since) {}

  /**
   * One NVLink.
   *
   * @param up whether it was last read as up
   * @param everUp whether it has been up since the agent started
   * @param downs when it went down, within the time that flapping looks back
   */
  public record Link(boolean up, boolean everUp, List<Duration> downs) {
    public Link {
      downs = List.copyOf(downs);
    }
  }

  /** Of a GPU never seen before. */
  public static GpuMemory none() {
    return new GpuMemory(Map.of(), Map.of(), Map.of(), Map.of(), false);
  }

  /** Of a GPU that another run of the agent knew. */
  static GpuMemory restored(ResetCounters counters, boolean resetDue) {
    var known = new HashMap<Signal<Long>, Point>();
    put(known, HealthSignals.CORRECTED_VOLATILE, counters.correctedErrors());
    put(known, HealthSignals.UNCORRECTED_VOLATILE, counters.uncorrectedErrors());
    put(known, HealthSignals.ENERGY, counters.energyMillijoules());
    return new GpuMemory(Map.of(), known, Map.of(), Map.of(), resetDue);
  }

  private static void put(
      Map<Signal<Long>, Point> counters, Signal<Long> counter, OptionalLong value) {
    if (value.isPresent()) {
      counters.put(counter, new Point(value.getAsLong(), Health.NEVER));
    }
  }

  /** The counters that only a reset starts over, as they were last read. */
  ResetCounters resetCounters() {
    return new ResetCounters(
        value(HealthSignals.CORRECTED_VOLATILE),
        value(HealthSignals.UNCORRECTED_VOLATILE),
        value(HealthSignals.ENERGY));
  }

  private OptionalLong value(Signal<Long> counter) {
    var point = counters.get(counter);
    return point == null ? OptionalLong.empty() : OptionalLong.of(point.value());
  }

  GpuMemory awaitingReset() {
    return new GpuMemory(xids, counters, links, reported, true);
  }

  GpuMemory withXids(Map<Cause, Long> counts) {
    return new GpuMemory(counts, counters, links, reported, resetDue);
  }

  GpuMemory withReported(Map<Cause, Duration> others) {
    return new GpuMemory(xids, counters, links, others, resetDue);
  }

  /** What a pass read; a reset that was due has been seen. */
  GpuMemory afterPass(Map<Signal<Long>, Point> nextCounters, Map<Integer, Link> nextLinks) {
    return new GpuMemory(xids, nextCounters, nextLinks, reported, false);
  }
}
