/**
 * What a simulation puts in the place of the node: its clock, its kubelet, its API server, and
 * which of the configured sources are asked instead. Nothing here runs without a simulation.
 */
@NullMarked
package io.gpunodeagent.agent.simulated;

import org.jspecify.annotations.NullMarked;
