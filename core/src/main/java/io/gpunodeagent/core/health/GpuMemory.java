package io.gpunodeagent.core.health;

import io.gpunodeagent.core.snapshot.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What is kept of one GPU to tell growth and change by. Times are of the snapshots' monotonic
 * clock.
 *
 * @param xids how often each XID had been seen
 * @param counters the last value of each counter
 * @param links by number
 * @param told when an event last told of a cause, over its returns
 * @param resetDue whether the GPU was lost or its driver unloaded since it was last read: when it
 *     answers again, it has been reset
 */
public record GpuMemory(
    Map<Cause, Long> xids,
    Map<Signal<Long>, Point> counters,
    Map<Integer, Link> links,
    Map<Cause, Duration> told,
    boolean resetDue) {

  public GpuMemory {
    xids = Map.copyOf(xids);
    counters = Map.copyOf(counters);
    links = Map.copyOf(links);
    told = Map.copyOf(told);
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

  GpuMemory awaitingReset() {
    return new GpuMemory(xids, counters, links, told, true);
  }

  GpuMemory withXids(Map<Cause, Long> counts) {
    return new GpuMemory(counts, counters, links, told, resetDue);
  }

  GpuMemory withTold(Map<Cause, Duration> others) {
    return new GpuMemory(xids, counters, links, others, resetDue);
  }

  /** What a pass read; a reset that was due has been seen. */
  GpuMemory afterPass(Map<Signal<Long>, Point> nextCounters, Map<Integer, Link> nextLinks) {
    return new GpuMemory(xids, nextCounters, nextLinks, told, false);
  }
}
