/**
 * What the agent asks of a node simulator, so that the simulator and its libraries are found at run
 * time and stay out of the agent's class path.
 */
@NullMarked
package io.gpunodeagent.simulation.spi;

import org.jspecify.annotations.NullMarked;
