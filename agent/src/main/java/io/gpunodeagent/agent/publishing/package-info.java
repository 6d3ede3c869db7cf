// SPDX-License-Identifier: Apache-2.0
/**
 * Applies the desired state to the agent's own Node, by one write when something differs. {@link
 * io.gpunodeagent.agent.publishing.Publisher} is the way in; {@link
 * io.gpunodeagent.agent.publishing.NodePlanner} decides the next step, without clock or thread.
 *
 * <p>Which labels a Node is to have is decided in {@link io.gpunodeagent.core.labels}.
 */
@NullMarked
package io.gpunodeagent.agent.publishing;

import org.jspecify.annotations.NullMarked;
