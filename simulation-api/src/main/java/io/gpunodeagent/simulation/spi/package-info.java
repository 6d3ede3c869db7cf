// SPDX-License-Identifier: Apache-2.0
/**
 * What the agent asks of a node simulator. The simulator and its libraries are found at run time,
 * so they stay out of the agent's class path.
 *
 * <p>Interfaces and values only.
 */
@NullMarked
package io.gpunodeagent.simulation.spi;

import org.jspecify.annotations.NullMarked;
