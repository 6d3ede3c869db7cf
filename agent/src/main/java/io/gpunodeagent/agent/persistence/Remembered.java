// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.persistence;

import io.gpunodeagent.core.health.HealthMemory;
import io.gpunodeagent.core.policy.EvictionMemory;
import io.gpunodeagent.core.policy.PolicyMemory;
import io.gpunodeagent.core.usage.UsageMemory;
import java.time.Instant;
import java.util.List;

/**
 * What survives a restart of the agent.
 *
 * @param usage what has been seen of the allocations, and of which boot of the machine
 * @param policies who was announced, and since when
 * @param evictions that count against the budget
 * @param health what is wrong with the GPUs
 */
public record Remembered(
    UsageMemory usage, PolicyMemory policies, EvictionMemory evictions, HealthMemory health) {

  /** Nothing as of {@code now}, in the boot {@code bootId}. */
  static Remembered none(String bootId, Instant now) {
    return new Remembered(
        new UsageMemory(bootId, List.of(), List.of()),
        new PolicyMemory(bootId, now, List.of(), List.of(), List.of()),
        EvictionMemory.none(),
        HealthMemory.none());
  }

  /** The same with other knowledge of the GPUs. */
  Remembered with(HealthMemory other) {
    return new Remembered(usage, policies, evictions, other);
  }
}
