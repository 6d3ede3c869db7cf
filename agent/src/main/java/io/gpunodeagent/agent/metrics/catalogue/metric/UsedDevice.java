// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue.metric;

import io.gpunodeagent.core.attribution.AttributedDevice;
import io.gpunodeagent.core.usage.DeviceUsage;
import java.util.Optional;

/**
 * A GPU or GPU instance with its users: the subject of series about devices.
 *
 * @param device who holds and uses it
 * @param holdersKnown whether no holder means that it is free: allocations are known, and it is no
 *     GPU whose instances are given out in its place
 * @param usage what has been seen of it over time; empty unless someone holds it
 */
public record UsedDevice(
    AttributedDevice device, boolean holdersKnown, Optional<DeviceUsage> usage) {}
