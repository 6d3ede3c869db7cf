// SPDX-License-Identifier: Apache-2.0
/**
 * Turns the published state into the text of {@code /metrics}: which rows, under which names, with
 * which labels, in which format. {@link io.gpunodeagent.agent.metrics.Exposition} is the way in.
 *
 * <p>Output: it reads the published state and never NVML. Which metrics there are is in {@code
 * catalogue}; HTTP is in {@link io.gpunodeagent.agent.web}.
 */
@NullMarked
package io.gpunodeagent.agent.metrics;

import org.jspecify.annotations.NullMarked;
