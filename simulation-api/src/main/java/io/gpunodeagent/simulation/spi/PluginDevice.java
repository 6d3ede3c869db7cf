// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.spi;

import java.util.OptionalInt;

/**
 * A device that a plugin offers.
 *
 * @param id as the kubelet hands it on
 * @param healthy whether a container may be given it
 * @param numaNode the NUMA node it is near
 */
public record PluginDevice(String id, boolean healthy, OptionalInt numaNode) {}
