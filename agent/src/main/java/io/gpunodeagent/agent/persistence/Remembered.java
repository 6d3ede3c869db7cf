package io.gpunodeagent.agent.persistence;

import io.gpunodeagent.core.policy.EvictionMemory;
import io.gpunodeagent.core.policy.PolicyMemory;
import io.gpunodeagent.core.usage.UsageMemory;

/**
 * What survives a restart of the agent.
 *
 * @param usage what has been seen of the allocations, and of which boot of the machine
 * @param policies who was announced, and since when
 * @param evictions that count against the budget
 */
public record Remembered(UsageMemory usage, PolicyMemory policies, EvictionMemory evictions) {}
