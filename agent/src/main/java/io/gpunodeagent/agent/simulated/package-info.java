// SPDX-License-Identifier: Apache-2.0
/**
 * Puts a simulation in the place of the node: its clock, its kubelet, its API server, and which of
 * the configured sources it replaces.
 *
 * <p>Nothing here runs without {@code --simulate} or {@code nvml.simulate}. The simulator itself is
 * another module, found at run time.
 */
@NullMarked
package io.gpunodeagent.agent.simulated;

import org.jspecify.annotations.NullMarked;
