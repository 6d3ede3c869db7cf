// SPDX-License-Identifier: Apache-2.0
/**
 * Computes the labels and annotations that the Node should have for schedulers. {@link
 * io.gpunodeagent.core.labels.Labels} is the way in.
 *
 * <p>Pure: a function of the snapshot, usage, facts of the machine and configuration. Labels under
 * {@code nvidia.com/} are those of GPU Feature Discovery, byte for byte; what no other program
 * publishes is under {@code gpu-node-agent.io/}. Writing them is in the agent's {@code publishing}
 * package.
 */
@NullMarked
package io.gpunodeagent.core.labels;

import org.jspecify.annotations.NullMarked;
