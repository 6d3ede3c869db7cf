package io.gpunodeagent.agent.persistence;

import io.gpunodeagent.agent.usage.UsageMemory;

/**
 * What survives a restart of the agent.
 *
 * @param usage what has been seen of the allocations, and of which boot of the machine
 */
public record Remembered(UsageMemory usage) {}
