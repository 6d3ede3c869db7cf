// SPDX-License-Identifier: Apache-2.0
/**
 * Reads and writes the agent's own Node and NodeFeature: labels, annotations, conditions, taints
 * and Events. {@link io.gpunodeagent.agent.cluster.node.NodeMarksApi} and {@link
 * io.gpunodeagent.agent.cluster.node.NodeStatusApi} are the ways in.
 *
 * <p>What to write, and when, is decided in {@link io.gpunodeagent.agent.publishing}.
 */
@NullMarked
package io.gpunodeagent.agent.cluster.node;

import org.jspecify.annotations.NullMarked;
