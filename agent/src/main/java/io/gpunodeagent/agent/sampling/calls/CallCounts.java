// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.calls;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts NVML calls by function. Thread-safe. */
public final class CallCounts {

  private final Map<String, Counter> byFunction = new ConcurrentHashMap<>();

  /** Calls of one function. */
  public static final class Counter {
    private final String function;
    private final AtomicLong calls = new AtomicLong();

    private Counter(String function) {
      this.function = function;
    }

    String function() {
      return function;
    }

    void increment() {
      calls.incrementAndGet();
    }
  }

  Counter counter(String function) {
    return byFunction.computeIfAbsent(function, Counter::new);
  }

  /** Adds the counts to those in {@code calls}. */
  public void addTo(Map<String, Long> calls) {
    byFunction.forEach(
        (function, counter) -> calls.merge(function, counter.calls.get(), Long::sum));
  }
}
