// SPDX-License-Identifier: Apache-2.0
/**
 * Registers the agent's own meters: loops, log, publishing, device settings.
 *
 * <p>Series about GPUs and pods are in {@link io.gpunodeagent.agent.metrics}.
 */
@NullMarked
package io.gpunodeagent.agent.meters;

import org.jspecify.annotations.NullMarked;
