// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import java.time.Instant;
import java.util.List;

/**
 * The evictions that count against the budget, to survive a restart of the agent.
 *
 * @param evictions of the latest hour, asked for or done
 */
public record EvictionMemory(List<Past> evictions) {

  public EvictionMemory {
    evictions = List.copyOf(evictions);
  }

  /** There were none. */
  public static EvictionMemory none() {
    return new EvictionMemory(List.of());
  }

  /**
   * An eviction.
   *
   * @param podUid of the pod; asked for again it counts once
   * @param at wall clock
   */
  public record Past(String podUid, Instant at) {}
}
