// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.loop;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often each loop of this process failed and was run again. The counts outlive the loops, as
 * those of a GPU's reader do when NVML is opened again.
 */
public final class LoopFailures {

  private static final Map<String, LongAdder> COUNTS = new ConcurrentHashMap<>();

  private LoopFailures() {}

  /** Failures by the name of the loop; zero for one that has not failed. */
  public static SortedMap<String, Long> counts() {
    var counts = new TreeMap<String, Long>();
    COUNTS.forEach((loop, count) -> counts.put(loop, count.sum()));
    return counts;
  }

  /** The failures of the loop of this name. */
  static LongAdder of(String loop) {
    return COUNTS.computeIfAbsent(loop, _ -> new LongAdder());
  }
}
