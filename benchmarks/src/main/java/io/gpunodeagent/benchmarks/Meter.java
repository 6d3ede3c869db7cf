// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * CPU time and allocation of this thread, part by part of a pass that is made again and again: the
 * first passes, in which the compiler still works, are left out.
 */
final class Meter {

  private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Map<String, List<Double>> micros = new LinkedHashMap<>();
  private final Map<String, Long> allocated = new LinkedHashMap<>();
  private final int warmUp;
  private int passes;
  private long nanos;
  private long bytes;

  Meter(int warmUp) {
    this.warmUp = warmUp;
  }

  /** A pass begins. */
  void begin() {
    passes++;
    mark();
  }

  /** A part of the pass ends, and the next begins. */
  void end(String part) {
    long used = thread.getCurrentThreadCpuTime() - nanos;
    long taken = thread.getCurrentThreadAllocatedBytes() - bytes;
    if (passes > warmUp) {
      micros.computeIfAbsent(part, _ -> new ArrayList<>()).add(used / 1000.0);
      allocated.merge(part, taken, Long::sum);
    }
    mark();
  }

  private void mark() {
    bytes = thread.getCurrentThreadAllocatedBytes();
    nanos = thread.getCurrentThreadCpuTime();
  }

  /** A line for each part. */
  void print(String of) {
    micros.forEach(
        (part, each) -> {
          each.sort(null);
          System.out.printf(
              "%s, %s: median %.0f us CPU, p95 %.0f us, %d KiB allocated a pass%n",
              part,
              of,
              each.get(each.size() / 2),
              each.get(each.size() * 95 / 100),
              allocated.getOrDefault(part, 0L) / each.size() / 1024);
        });
  }
}
