package io.gpunodeagent.agent.metrics.catalogue;

import io.gpunodeagent.agent.attribution.AttributedDevice;
import io.gpunodeagent.agent.usage.DeviceUsage;
import java.util.Optional;

/**
 * A GPU or GPU instance with its users: what series of scope device speak of.
 *
 * @param device who holds and uses it
 * @param allocationsKnown whether allocations are known at all, so that no holder means free
 * @param usage what has been seen of it over time; empty unless someone holds it
 */
public record UsedDevice(
    AttributedDevice device, boolean allocationsKnown, Optional<DeviceUsage> usage) {}
