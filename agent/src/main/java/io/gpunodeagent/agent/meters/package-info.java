/**
 * Registers the agent's own meters: loops, log, publishing, device settings. What GPUs show is in
 * metrics.
 */
@NullMarked
package io.gpunodeagent.agent.meters;

import org.jspecify.annotations.NullMarked;
