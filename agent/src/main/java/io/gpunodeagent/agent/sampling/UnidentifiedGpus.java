// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.UnreadableGpu;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The GPUs of a session that have not said who they are. Confined to the coordinator. */
final class UnidentifiedGpus {

  private final SamplerClock clock;
  private final StateLog log = new StateLog();
  private SortedMap<Integer, GpuCondition> byIndex = new TreeMap<>();

  UnidentifiedGpus(SamplerClock clock) {
    this.clock = clock;
  }

  /** Takes what the readers of a session have by now. */
  void update(List<GpuReader> readers, ConditionRule.Limits limits) {
    var now = new TreeMap<Integer, GpuCondition>();
    for (var reader : readers) {
      var before = byIndex.get(reader.index());
      if (reader.identity() == null) {
        var known = before == null ? new GpuCondition.Unread("", clock.now()) : before;
        var evidence = reader.evidence(clock.runningNanos());
        var after = ConditionRule.judge(known, evidence, limits, clock.now());
        log.unidentified(reader.index(), after);
        now.put(reader.index(), after);
      } else if (before != null) {
        log.unidentified(reader.index(), new GpuCondition.Fresh());
      }
    }
    byIndex = now;
  }

  /** Whether one of them may still say who it is. */
  boolean waiting() {
    return byIndex.values().stream()
        .anyMatch(condition -> !(condition instanceof GpuCondition.Lost));
  }

  /** What NVML answered instead, of one of them. */
  Optional<GpuCondition.Lost> refused() {
    return byIndex.values().stream()
        .filter(GpuCondition.Lost.class::isInstance)
        .map(GpuCondition.Lost.class::cast)
        .findFirst();
  }

  /**
   * Those of which nothing is known.
   *
   * @param missed indices of GPUs of earlier sessions that this one has not found: each is one of
   *     these
   */
  List<UnreadableGpu> without(Collection<Integer> missed) {
    var left = new TreeMap<>(byIndex);
    var elsewhere = new ArrayList<>(missed);
    elsewhere.removeIf(index -> left.remove(index) != null);
    elsewhere.forEach(_ -> left.pollLastEntry());
    return left.entrySet().stream()
        .map(entry -> new UnreadableGpu(entry.getKey(), entry.getValue()))
        .toList();
  }
}
