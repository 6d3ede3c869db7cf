// SPDX-License-Identifier: Apache-2.0
/**
 * A device plugin for a real kubelet, so that a cluster without GPUs can have simulated ones: it
 * registers, lists devices, prefers and allocates over gRPC, as NVIDIA's does.
 *
 * <p>What is offered, and which devices are best, is the agent's to say.
 */
@NullMarked
package io.gpunodeagent.simulation.plugin;

import org.jspecify.annotations.NullMarked;
