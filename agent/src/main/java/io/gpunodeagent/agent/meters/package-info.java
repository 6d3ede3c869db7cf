/**
 * The agent's own meters, all of them gathered in {@code Meters}: sampling, loops, log, publishing,
 * enforcement, device settings and the Java virtual machine. What GPUs show is in metrics.
 */
@NullMarked
package io.gpunodeagent.agent.meters;

import org.jspecify.annotations.NullMarked;
